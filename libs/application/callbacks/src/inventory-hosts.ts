import type { HostNames, ReadStore } from '@application/ports';
import { parseVariables } from '@application/variables';
import { directMatches, effectiveName, type KnownHost, resolvedMatches } from '@domain/callback';
import { canonicalAddress, isAddress } from './addresses.js';

const HOSTS = 'SELECT id, name, variables FROM host WHERE inventory = ? ORDER BY name, id';

/** Hosts that were looked at, and those the caller may be. */
export interface Matching {
  readonly considered: readonly KnownHost[];
  readonly matched: readonly KnownHost[];
}

/** Which hosts of an inventory a caller may be (spec callbacks.md §3.2). Disabled hosts take part. */
export class InventoryHosts {
  constructor(
    private readonly store: Pick<ReadStore, 'all'>,
    private readonly names: HostNames,
  ) {}

  async match(inventory: number, candidates: readonly string[]): Promise<Matching> {
    const considered = await this.hosts(inventory);
    const wanted = new Set(candidates);
    const direct = directMatches(considered, wanted);
    if (direct.length === 1) return { considered, matched: direct };
    const names = new Set(considered.map(({ effective }) => effective).filter((name) => !isAddress(name)));
    const found = await this.names.addressesOf([...names]);
    const addresses = new Map([...found].map(([name, list]) => [name, list.map(canonicalAddress)] as const));
    return { considered, matched: resolvedMatches(considered, wanted, addresses) };
  }

  private async hosts(inventory: number): Promise<readonly KnownHost[]> {
    const rows = await this.store.all(HOSTS, [inventory]);
    return rows.map((row) => {
      const name = String(row['name']);
      const own = ownVariables(String(row['variables'] ?? ''));
      return { id: Number(row['id']), name, effective: canonicalAddress(effectiveName(name, own)) };
    });
  }
}

type Own = (name: string) => string | undefined;

const NONE: Own = () => undefined;

/** Most hosts say nothing of how they are reached: their text is not parsed. A backslash may hide any name. */
const ownVariables = (text: string): Own => {
  if (!/ansible_(?:ssh_)?host|\\/.test(text)) return NONE;
  const parsed = parseVariables(text);
  if (!parsed.ok) return NONE;
  return (name) => {
    const value = Object.hasOwn(parsed.value, name) ? parsed.value[name] : undefined;
    return typeof value === 'string' ? value : undefined;
  };
};
