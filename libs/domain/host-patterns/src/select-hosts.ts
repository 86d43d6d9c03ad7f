import { expressionOf } from './expressions.js';
import { splitPattern } from './split.js';
import { inOrder, readTerm, type Subscript, type Term } from './terms.js';

/** Hosts and groups as Ansible is told of them. */
export interface KnownInventory {
  /** In their order. */
  readonly hosts: readonly string[];
  /** With the hosts of their descendants; `all` and `ungrouped` are among them. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

/** Whether a regular expression in the syntax of RE2 is found in the text; null when it is none. */
export type Matches = (expression: string, text: string) => boolean | null;

/** Why a term selects nothing. */
export interface TermProblem {
  readonly term: string;
  readonly code: 'no_match' | 'out_of_range' | 'not_an_expression' | 'reads_a_file';
}

export interface Selection {
  /** In the order of the inventory. */
  readonly hosts: readonly string[];
  readonly problems: readonly TermProblem[];
}

/** The hosts that Ansible would run on with this limit; an empty limit selects all. */
export const selectHosts = (limit: string, inventory: KnownInventory, matches: Matches): Selection => {
  const terms = splitPattern(limit).map(readTerm);
  if (terms.length === 0) return { hosts: inventory.hosts, problems: [] };
  const problems: TermProblem[] = [];
  let chosen = new Set<string>();
  const names = new Set(inventory.hosts);
  for (const term of inOrder(terms)) {
    // The name of a host is that host, though it could be read as a pattern.
    const found = names.has(term.text) ? { hosts: [term.text] } : hostsOf(term, inventory, matches);
    if ('code' in found) problems.push(found);
    chosen = combined(chosen, term.how, 'code' in found ? [] : found.hosts);
  }
  return { hosts: inventory.hosts.filter((name) => chosen.has(name)), problems };
};

type Found = { readonly hosts: readonly string[] } | TermProblem;

/** Of a term that is not simply the name of a host. */
const hostsOf = ({ text, pattern, subscript }: Term, inventory: KnownInventory, matches: Matches): Found => {
  if (pattern.startsWith('@')) return { term: text, code: 'reads_a_file' };
  const found = matching(pattern, inventory, matches);
  if (found === null) return { term: text, code: 'not_an_expression' };
  if (found.length === 0) return pattern === 'all' ? { hosts: [] } : { term: text, code: 'no_match' };
  const part = subscript === null ? found : partOf(found, subscript);
  return part.length === 0 ? { term: text, code: 'out_of_range' } : { hosts: part };
};

/** Hosts of groups whose names match; hosts too where no group does, or where the pattern may mean both. */
const matching = (pattern: string, { groups, hosts }: KnownInventory, matches: Matches): readonly string[] | null => {
  const expression = expressionOf(pattern);
  if (matches(expression, '') === null) return null;
  const named = (names: Iterable<string>): readonly string[] => [...names].filter((name) => matches(expression, name));
  const groupsFound = named(groups.keys());
  const found = groupsFound.flatMap((name) => groups.get(name) ?? []);
  const isMoreThanGroups = groupsFound.length === 0 || /^~|[.?*[]/.test(pattern);
  return [...new Set(isMoreThanGroups ? [...found, ...named(hosts)] : found)];
};

const partOf = (hosts: readonly string[], { start, end }: Subscript): readonly string[] => {
  // Ansible takes an end of 0 for none.
  if (end === undefined || end === 0) return hosts.slice(start).slice(0, 1);
  return hosts.slice(start, end === null ? undefined : end + 1);
};

/** Changes the set where it can: the effort is that of what was found, however many are chosen. */
const combined = (chosen: Set<string>, how: Term['how'], hosts: readonly string[]): Set<string> => {
  if (how === 'keep') return new Set(hosts.filter((name) => chosen.has(name)));
  for (const name of hosts) {
    if (how === 'add') chosen.add(name);
    else chosen.delete(name);
  }
  return chosen;
};
