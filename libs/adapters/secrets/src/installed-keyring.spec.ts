import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyKeys } from './copy-keys.js';
import { FileKeyStore } from './file-key-store.js';
import { openInstalledKeyring } from './installed-keyring.js';
import { openKeyring } from './keyring.js';
import { MasterKeyRefused } from './master-key.js';
import { sealSecrets } from './sealer.js';

const [OURS, THEIRS] = [Buffer.alloc(32, 1).toString('base64'), Buffer.alloc(32, 2).toString('base64')];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cairn-installed-'));
});
afterEach(() => rm(folder, { recursive: true }));

const store = (name = 'owners') => FileKeyStore.open(join(folder, name));

/** A process with a data directory of its own. */
const source = async (process: string, given: string | null) => {
  const directory = join(folder, process);
  await mkdir(directory, { recursive: true });
  return { directory, given };
};

const open = async (process: string, given: string | null = null) =>
  sealSecrets(await openInstalledKeyring(await store(), await source(process, given), { isShared: true }));

describe('the keys of an installation', () => {
  it('open for every process with the same master key', async () => {
    const sealed = await (await open('one', OURS)).seal('job-1', 'f', 'secret');
    expect(await (await open('two', OURS)).open('job-1', 'f', sealed)).toBe('secret');
  });

  it('stay closed to a process with another master key, before it has sealed anything', async () => {
    await open('one', OURS);
    const refusal = await open('two', THEIRS).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(MasterKeyRefused);
    expect(String(refusal)).toContain('give every process the same CAIRN_MASTER_KEY');
    for (const key of [OURS, THEIRS]) expect(String(refusal)).not.toContain(key);
  });

  it('let one of two processes in that come first at once with keys of their own', async () => {
    const both = await Promise.allSettled([open('one', OURS), open('two', THEIRS)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('get no new master key when theirs is lost', async () => {
    await open('one');
    await expect(open('two')).rejects.toThrow(join(folder, 'two', 'master'));
    expect(await readdir(join(folder, 'two'))).toEqual([]);
    await open('one');
  });

  it('that are older than the check beside them are asked themselves', async () => {
    const old = sealSecrets(openKeyring(await store(), Buffer.from(OURS, 'base64')));
    const sealed = await old.seal('job-1', 'f', 'secret');
    await expect(open('one', THEIRS)).rejects.toThrow(MasterKeyRefused);
    expect(await (await open('one', OURS)).open('job-1', 'f', sealed)).toBe('secret');
  });
});

describe('copying keys', () => {
  it('lets what was sealed at the one place be opened at the other, and may be repeated', async () => {
    const [from, to] = [await store('from'), await store('to')];
    const ours = await source('one', OURS);
    const sealed = await sealSecrets(await openInstalledKeyring(from, ours)).seal('job-1', 'f', 'secret');
    expect(await copyKeys(from, to, ours)).toEqual({ copied: 1, present: 0, differing: [] });
    expect(await copyKeys(from, to, ours)).toEqual({ copied: 0, present: 1, differing: [] });
    expect(await sealSecrets(await openInstalledKeyring(to, ours)).open('job-1', 'f', sealed)).toBe('secret');
  });

  it('names owners with another key there and leaves it to them', async () => {
    const [from, to] = [await store('from'), await store('to')];
    const ours = await source('one', OURS);
    for (const place of [from, to]) await (await openInstalledKeyring(place, ours)).obtain('job-1');
    const theirs = await to.read('job-1');
    expect(await copyKeys(from, to, ours)).toEqual({ copied: 0, present: 0, differing: ['job-1'] });
    expect(await to.read('job-1')).toBe(theirs);
  });

  it('refuses a place of another installation', async () => {
    const [from, to] = [await store('from'), await store('to')];
    await openInstalledKeyring(from, await source('one', OURS));
    await openInstalledKeyring(to, await source('two', THEIRS));
    await expect(copyKeys(from, to, await source('one', OURS))).rejects.toThrow(MasterKeyRefused);
  });
});
