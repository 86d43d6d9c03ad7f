import { occurs } from '@application/queries';
import { InventoryScripts } from '@application/resources';
import type { ReadStore } from '@application/ports';
import { type KnownInventory, type Selection, selectHosts, type TermProblem } from '@domain/host-patterns';
import { isJsonObject, type Json, type JsonObject } from '@domain/kernel';
import type { HostsPreview } from './preview-shape.js';

const MOST_NAMES = 200;

const WHOLE = { hostvars: false, towervars: false, all: false, slice: { number: 1, count: 1 } };

const MESSAGES: Readonly<Record<TermProblem['code'], string>> = {
  no_match: 'Matches no host and no group.',
  out_of_range: 'The range lies outside of the hosts that match.',
  not_an_expression: 'Is no regular expression, or one that cannot be tried without running Ansible.',
  reads_a_file: 'Would make Ansible read a file, which is refused when the job starts.',
};

/** Which hosts limits select, each asked once: for one preview, while nothing changes. */
export class HostSelections {
  private readonly inventories = new Map<number, Promise<KnownInventory>>();
  private readonly selections = new Map<string, Promise<Selection>>();
  private readonly scripts: InventoryScripts;

  constructor(store: ReadStore) {
    this.scripts = new InventoryScripts(store);
  }

  /** In the order of their names. @param showsNames for those who may read the inventory */
  async of(inventory: number, limit: string, showsNames: boolean): Promise<HostsPreview> {
    const key = `${inventory} ${limit}`;
    const asked = this.selections.get(key) ?? this.select(inventory, limit);
    this.selections.set(key, asked);
    const { hosts, problems } = await asked;
    return {
      ...{ inventory, limit, count: hosts.length },
      names: showsNames ? [...hosts].sort().slice(0, MOST_NAMES) : null,
      problems: problems.map(({ term, code }) => ({ term, code, message: MESSAGES[code] })),
    };
  }

  private async select(inventory: number, limit: string): Promise<Selection> {
    const asked = this.inventories.get(inventory) ?? this.read(inventory);
    this.inventories.set(inventory, asked);
    return selectHosts(limit, await asked, occurs);
  }

  private async read(inventory: number): Promise<KnownInventory> {
    return knownInventory(await this.scripts.of(inventory, WHOLE));
  }
}

/** The listing that Ansible is given, as it understands it. */
const knownInventory = (listing: JsonObject): KnownInventory => {
  const { all, ...groups } = listing;
  const free = namesIn(all, 'hosts');
  const names = new Set(namesIn(all, 'children'));
  const withMembers = [...names].map((name): [string, readonly string[]] => [name, membersOf(name, groups)]);
  const hosts = [...new Set([...free, ...withMembers.flatMap(([, members]) => members)])];
  return { hosts, groups: new Map([['all', hosts], ['ungrouped', free], ...withMembers]) };
};

/** Hosts of the group and of all below it. */
const membersOf = (name: string, groups: JsonObject): readonly string[] => {
  const found = new Set<string>();
  const seen = new Set<string>();
  const waiting = [name];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const group = Object.hasOwn(groups, next) ? groups[next] : undefined;
    for (const host of namesIn(group, 'hosts')) found.add(host);
    waiting.push(...namesIn(group, 'children'));
  }
  return [...found];
};

const namesIn = (group: Json | undefined, member: 'hosts' | 'children'): readonly string[] => {
  const list = isJsonObject(group ?? null) ? (group as JsonObject)[member] : undefined;
  return Array.isArray(list) ? list.filter((name): name is string => typeof name === 'string') : [];
};
