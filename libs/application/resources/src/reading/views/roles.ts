import { sql } from 'kysely';
import type { ReadStore, Row } from '@application/ports';
import type { JsonObject } from '@domain/kernel';
import type { ResourceDeclaration, RoleDeclaration } from '../../declaration/resource.js';
import { among, groupedBy, rowsOf } from '../sql-rows.js';

const roleEntry = ({ name, description, userOnly }: RoleDeclaration, id: number): JsonObject => ({
  description,
  name,
  id,
  ...(userOnly && { user_only: true }),
});

const entriesOf = (roles: readonly RoleDeclaration[], rows: readonly Row[]): JsonObject => {
  const ids = new Map(rows.map((row) => [row['role_field'], Number(row['id'])]));
  return Object.fromEntries(
    roles.flatMap((role) => {
      const id = ids.get(role.field);
      return id === undefined ? [] : [[role.field, roleEntry(role, id)]];
    }),
  );
};

/** `object_roles` by object; nothing for kinds without roles. */
export const objectRoles = async (
  store: ReadStore,
  { type, roles }: ResourceDeclaration,
  ids: readonly number[],
): Promise<ReadonlyMap<number, JsonObject>> => {
  if (roles.length === 0 || ids.length === 0) return new Map();
  const rows = await rowsOf(
    store,
    sql`SELECT id, object_id, role_field FROM role WHERE object_type = ${type} AND ${among('object_id', ids)}`,
  );
  return new Map([...groupedBy(rows, 'object_id')].map(([id, found]) => [id, entriesOf(roles, found)]));
};
