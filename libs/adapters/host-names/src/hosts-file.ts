import { readFile } from 'node:fs/promises';

/** Addresses by name as `/etc/hosts` has them; a file that cannot be read has none. */
export const readHostsFile = async (file: string): Promise<ReadonlyMap<string, readonly string[]>> => {
  const text = await readFile(file, 'utf8').catch(() => '');
  const addresses = new Map<string, readonly string[]>();
  for (const line of text.split('\n')) {
    const [address, ...names] = (line.split('#', 1)[0] ?? '').trim().split(/\s+/);
    if (!address) continue;
    for (const name of names)
      addresses.set(name.toLowerCase(), [...(addresses.get(name.toLowerCase()) ?? []), address]);
  }
  return addresses;
};
