const FOR_PEOPLE: readonly string[] = ['admin_role', 'member_role'];

const PARTICIPATION = 'You cannot assign an Organization participation role as a child role for a Team.';
const PRIVATE = 'You cannot grant private credential access to another user';
const OUTSIDER = "You cannot grant credential access to a user not in the credentials' organization";
const FOREIGN_TEAM =
  "You cannot grant credential access to a team when the Organization field isn't set, or belongs to a different organization";
const SYSTEM_LEVEL = 'You cannot grant system-level permissions to a team.';

/** A role of the whole system is of this kind. */
export const SYSTEM = 'system';

/** A grant with what decides about it. */
export interface GrantQuestion {
  readonly role: { readonly type: string; readonly field: string };
  /** Of the object. */
  readonly organization: number | null;
  readonly to: { readonly kind: 'user' | 'team'; readonly organization: number | null };
  /** Is the user in the object's organization? */
  readonly isMember: boolean;
  /** Is the one who grants a superuser? */
  readonly isSuperuser: boolean;
}

/** AWX's words for a grant that it refuses whoever asks (spec resources.md §7); undefined: the rights decide. */
export const refusalOfGrant = (question: GrantQuestion): string | undefined =>
  question.to.kind === 'team' ? teamRefusal(question) : userRefusal(question);

const teamRefusal = ({ role, organization, to }: GrantQuestion): string | undefined => {
  if (role.type === SYSTEM) return SYSTEM_LEVEL;
  if (role.type === 'organization' && FOR_PEOPLE.includes(role.field)) return PARTICIPATION;
  const isForeign = organization === null || organization !== to.organization;
  return role.type === 'credential' && isForeign ? FOREIGN_TEAM : undefined;
};

const userRefusal = ({ role, organization, isMember, isSuperuser }: GrantQuestion): string | undefined => {
  if (role.type !== 'credential') return undefined;
  if (organization === null) return isSuperuser ? undefined : PRIVATE;
  return isMember ? undefined : OUTSIDER;
};

/** Whoever is a member of an organization may be edited by its administrators, so only who may be edited becomes one. */
export const makesEditable = ({ type, field }: GrantQuestion['role']): boolean =>
  type === 'organization' && FOR_PEOPLE.includes(field);
