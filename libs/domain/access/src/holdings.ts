import { closureOf } from './inheritance.js';

/** One role that was granted, to a user or to a team. */
export interface Grant {
  readonly type: string;
  readonly id: number;
  readonly role: string;
}

/** What a user holds, grants through teams included: `type:id` → roles. */
export type Holdings = ReadonlyMap<string, ReadonlySet<string>>;

const keyOf = (type: string, id: number): string => `${type}:${id}`;

const holdingsOf = (grants: Iterable<Grant>): Holdings => {
  const held = new Map<string, Set<string>>();
  for (const { type, id, role } of grants) {
    const key = keyOf(type, id);
    held.set(key, (held.get(key) ?? new Set()).add(role));
  }
  return held;
};

/** A team as the policy needs it: whose it is, and what it was granted. */
export interface TeamGrants {
  readonly id: number;
  readonly organization: number | null;
  readonly grants: readonly Grant[];
}

/**
 * Holdings of a user: own grants, and those of every team whose `member_role` the user has. A team may be a member of
 * another through a grant, so this is repeated until nothing is added.
 */
export const holdingsThroughTeams = (own: readonly Grant[], teams: readonly TeamGrants[]): Holdings => {
  const grants = [...own];
  let waiting = teams;
  for (;;) {
    const held = holdingsOf(grants);
    const joined = waiting.filter(({ id, organization }) =>
      holds(held, { type: 'team', id, organization }, 'member_role'),
    );
    if (joined.length === 0) return held;
    grants.push(...joined.flatMap((team) => team.grants));
    waiting = waiting.filter((team) => !joined.includes(team));
  }
};

/** An object as the policy sees it. */
export interface Holdable {
  readonly type: string;
  readonly id: number;
  readonly organization: number | null;
}

/** Does the holder have the role on the object, directly or by inheritance? */
export const holds = (held: Holdings, { type, id, organization }: Holdable, role: string): boolean => {
  const { own, ofOrganization } = closureOf(type, role);
  const onObject = held.get(keyOf(type, id));
  if (onObject && own.some((found) => onObject.has(found))) return true;
  const onOrganization = organization === null ? undefined : held.get(keyOf('organization', organization));
  return onOrganization !== undefined && ofOrganization.some((found) => onOrganization.has(found));
};

/** Objects of a type on which a role is held: by own id, or through these organizations. For lists. */
export const reach = (
  held: Holdings,
  type: string,
  role: string,
): { readonly ids: readonly number[]; readonly organizations: readonly number[] } => {
  const { own, ofOrganization } = closureOf(type, role);
  const idsWith = (of: string, roles: readonly string[]): readonly number[] =>
    [...held]
      .filter(([key, has]) => key.startsWith(`${of}:`) && roles.some((found) => has.has(found)))
      .map(([key]) => Number(key.slice(of.length + 1)));
  return { ids: idsWith(type, own), organizations: idsWith('organization', ofOrganization) };
};
