import type { QueryModel } from '@application/queries';
import { type RawBuilder, type SqlBool, sql } from 'kysely';

const holders = (kind: 'user' | 'team') => ({
  table: 'role_grant',
  parent: 'role_id',
  child: 'grantee_id',
  where: { grantee_kind: kind },
});

/** Roles of all objects, as lists know them. */
export const roleModel: QueryModel = {
  name: 'Role',
  table: 'role',
  type: 'role',
  columns: [
    { name: 'id', type: 'id' },
    { name: 'role_field', type: 'string' },
    { name: 'object_id', type: 'integer' },
    { name: 'object_type', type: 'string', filterable: false },
  ],
  relations: [
    { kind: 'many-to-many', name: 'users', target: 'User', via: holders('user') },
    { kind: 'many-to-many', name: 'members', target: 'User', via: holders('user') },
    { kind: 'many-to-many', name: 'teams', target: 'Team', via: holders('team') },
  ],
  search: ['role_field'],
  ordering: ['id'],
};

/** Ids of those who were given a role of one object. */
export const holdersOf = (
  kind: 'user' | 'team',
  object: { readonly type: string; readonly id: number },
  fields: readonly string[],
): RawBuilder<number> =>
  sql`SELECT role_grant.grantee_id FROM role_grant JOIN role ON role.id = role_grant.role_id
    WHERE role_grant.grantee_kind = ${kind} AND role.object_type = ${object.type} AND role.object_id = ${object.id}
      AND role.role_field IN (${sql.join(fields)})`;

/** Ids of the objects of a type of which somebody was given a role. */
export const objectsOf = (
  to: { readonly kind: 'user' | 'team'; readonly id: number },
  type: string,
  fields?: readonly string[],
): RawBuilder<number> => {
  const ofField: RawBuilder<SqlBool> = fields ? sql`role.role_field IN (${sql.join(fields)})` : sql`1 = 1`;
  return sql`SELECT role.object_id FROM role_grant JOIN role ON role.id = role_grant.role_id
    WHERE role_grant.grantee_kind = ${to.kind} AND role_grant.grantee_id = ${to.id} AND role.object_type = ${type} AND ${ofField}`;
};
