import { type RawBuilder, sql } from 'kysely';
import type { ResourceType } from '../declaration/field.js';
import { holdersOf, objectsOf } from './role-model.js';

/** A sublist that follows from who holds which role, and the role that a POST on it gives. */
export interface RoleSublist {
  readonly kind: ResourceType;
  readonly path: string;
  readonly target: ResourceType;
  /** Ids of the rows in the list of one object. */
  readonly rows: (id: number) => RawBuilder<number>;
  /** Absent: the list is only read. */
  readonly gives?: string;
}

const people = (kind: 'organization' | 'team', path: string, role: string): RoleSublist => ({
  ...{ kind, path, target: 'user' },
  rows: (id) => holdersOf('user', { type: kind, id }, [role]),
  gives: role,
});

/** What a user or team was given a role of. */
const given = (kind: 'user' | 'team', path: string, target: ResourceType, fields?: readonly string[]): RoleSublist => ({
  ...{ kind, path, target },
  rows: (id) => objectsOf({ kind, id }, target, fields),
});

/** Who was given a role of an object. */
const holding = (kind: ResourceType, path: string, target: 'user' | 'team', role?: string): RoleSublist => ({
  ...{ kind, path, target },
  rows: (id) =>
    role === undefined
      ? sql`SELECT role_grant.grantee_id FROM role_grant JOIN role ON role.id = role_grant.role_id
          WHERE role_grant.grantee_kind = ${target} AND role.object_type = ${kind} AND role.object_id = ${id}`
      : holdersOf(target, { type: kind, id }, [role]),
});

/** All of them. */
export const ROLE_SUBLISTS: readonly RoleSublist[] = [
  people('organization', 'users', 'member_role'),
  people('organization', 'admins', 'admin_role'),
  people('team', 'users', 'member_role'),
  given('user', 'teams', 'team', ['member_role', 'admin_role']),
  given('user', 'organizations', 'organization', ['member_role']),
  given('user', 'admin_of_organizations', 'organization', ['admin_role']),
  given('user', 'projects', 'project'),
  given('user', 'credentials', 'credential'),
  given('team', 'projects', 'project'),
  given('team', 'credentials', 'credential'),
  holding('project', 'teams', 'team'),
  holding('credential', 'owner_users', 'user', 'admin_role'),
  holding('credential', 'owner_teams', 'team', 'admin_role'),
];
