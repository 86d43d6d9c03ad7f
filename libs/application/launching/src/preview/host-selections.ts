import { occurs } from '@application/queries';
import { InventoryScripts } from '@application/resources';
import type { ReadStore } from '@application/ports';
import { type KnownInventory, selectHosts, type TermProblem } from '@domain/host-patterns';
import { isJsonObject, type Json, type JsonObject } from '@domain/kernel';
import type { HostsPreview } from './preview-shape.js';

const MOST_NAMES = 200;

const WHOLE = { hostvars: false, towervars: false, all: false, slice: { number: 1, count: 1 } };

/** Names that patterns are tried on in one preview: the server does nothing else meanwhile. */
const MOST_TRIED = 300_000;

/** What reading a pattern costs, in names that it could be tried on instead. */
const COMPILING = 500;

class TooMuch extends Error {}

interface Selected {
  /** Null: there are too many of them for so many patterns. */
  readonly hosts: readonly string[] | null;
  readonly problems: readonly { readonly term: string; readonly code: TermProblem['code'] | 'too_much' }[];
}

const MESSAGES: Readonly<Record<TermProblem['code'] | 'too_much', string>> = {
  too_much: 'There are too many hosts to try so many patterns on.',
  no_match: 'Matches no host and no group.',
  out_of_range: 'The range lies outside of the hosts that match.',
  not_an_expression: 'Is no regular expression, or one that cannot be tried without running Ansible.',
  reads_a_file: 'Would make Ansible read a file, which is refused when the job starts.',
};

/** Which hosts limits select, each asked once: for one preview, while nothing changes. */
export class HostSelections {
  private readonly inventories = new Map<number, Promise<KnownInventory>>();
  private readonly selections = new Map<string, Promise<Selected>>();
  private tried = 0;
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
      ...{ inventory, limit, count: hosts?.length ?? null },
      names: showsNames && hosts ? [...hosts].sort().slice(0, MOST_NAMES) : null,
      problems: problems.map(({ term, code }) => ({ term, code, message: MESSAGES[code] })),
    };
  }

  private async select(inventory: number, limit: string): Promise<Selected> {
    const asked = this.inventories.get(inventory) ?? this.read(inventory);
    this.inventories.set(inventory, asked);
    const known = await asked;
    try {
      return selectHosts(limit, known, (expression, text) => this.occurs(expression, text));
    } catch (error) {
      if (!(error instanceof TooMuch)) throw error;
      return { hosts: null, problems: [{ term: limit.slice(0, 100), code: 'too_much' }] };
    }
  }

  private occurs(expression: string, text: string): boolean | null {
    this.tried += text === '' ? COMPILING : 1; // the empty text is the first that a pattern is tried on
    if (this.tried > MOST_TRIED) throw new TooMuch();
    return occurs(expression, text);
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
