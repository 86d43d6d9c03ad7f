import { type Json, refused } from '@domain/kernel';
import type { Fields } from '../declaration/rules.js';
import type { ResourceType } from '../declaration/field.js';

const FOR_PEOPLE: readonly string[] = ['admin_role', 'member_role'];

const PARTICIPATION = 'You cannot assign an Organization participation role as a child role for a Team.';
const PRIVATE = 'You cannot grant private credential access to another user';
const OUTSIDER = "You cannot grant credential access to a user not in the credentials' organization";
const FOREIGN_TEAM =
  "You cannot grant credential access to a team when the Organization field isn't set, or belongs to a different organization";

/** A role of one object. */
export interface ObjectRole {
  readonly id: number;
  readonly field: string;
  readonly type: ResourceType;
  readonly objectId: number;
}

/** A grant with what decides about it. */
export interface GrantQuestion {
  readonly role: ObjectRole;
  /** Of the object. */
  readonly organization: Json;
  readonly to: { readonly kind: 'user' | 'team'; readonly found: Fields };
  /** Is the user in the object's organization? */
  readonly isMember: boolean;
  readonly isSuperuser: boolean;
}

const refusal = (question: GrantQuestion): string | undefined =>
  question.to.kind === 'team' ? teamRefusal(question) : userRefusal(question);

const teamRefusal = ({ role, organization, to }: GrantQuestion): string | undefined => {
  if (role.type === 'organization' && FOR_PEOPLE.includes(role.field)) return PARTICIPATION;
  const isForeign = organization === null || organization !== to.found['organization'];
  return role.type === 'credential' && isForeign ? FOREIGN_TEAM : undefined;
};

const userRefusal = ({ role, organization, isMember, isSuperuser }: GrantQuestion): string | undefined => {
  if (role.type !== 'credential') return undefined;
  if (organization === null) return isSuperuser ? undefined : PRIVATE;
  return isMember ? undefined : OUTSIDER;
};

/** Grants that AWX refuses whoever asks (spec resources.md §7). @throws DomainError refused */
export const refuseGrant = (question: GrantQuestion): void => {
  const msg = refusal(question);
  if (msg !== undefined) throw refused({ msg });
};
