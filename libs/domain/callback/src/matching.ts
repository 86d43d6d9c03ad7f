import type { MatchedHost } from './messages.js';

/** A host of the inventory and the name or address it is reached by: its own `ansible_host`, else its name. */
export interface KnownHost extends MatchedHost {
  readonly effective: string;
}

/** Hosts that are reached by one of the caller's names or addresses, as they are written (spec callbacks.md §3.2 step 1). */
export const directMatches = (hosts: readonly KnownHost[], candidates: ReadonlySet<string>): readonly KnownHost[] =>
  hosts.filter(({ effective }) => candidates.has(effective));

/** Step 2: also those whose name leads to one of them. @param addresses by effective name, none for names that lead nowhere */
export const resolvedMatches = (
  hosts: readonly KnownHost[],
  candidates: ReadonlySet<string>,
  addresses: ReadonlyMap<string, readonly string[]>,
): readonly KnownHost[] =>
  hosts.filter(
    ({ effective }) =>
      candidates.has(effective) ||
      (addresses.get(effective) ?? []).some((address) => address !== effective && candidates.has(address)),
  );

/** Which of a host's own variables says how it is reached. */
export const effectiveName = (
  name: string,
  variable: (name: 'ansible_host' | 'ansible_ssh_host') => string | undefined,
): string => variable('ansible_host') ?? variable('ansible_ssh_host') ?? name;
