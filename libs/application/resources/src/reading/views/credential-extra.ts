import { sql } from 'kysely';
import type { ReadStore, Row } from '@application/ports';
import type { JsonObject } from '@domain/kernel';
import type { ResourceType } from '../../declaration/field.js';
import { urlOf } from '../../declaration/resource.js';
import { kindOf } from '../../registry.js';
import { among, byId, groupedBy, idOrNull, rowsOf, textOr } from '../sql-rows.js';
import type { ExtraReader } from './extra.js';

const owner = (type: ResourceType, row: Row, name: string, description: string): JsonObject => ({
  id: Number(row['id']),
  type,
  name,
  description,
  url: urlOf(kindOf(type), Number(row['id'])),
});

const person = (row: Row): JsonObject => {
  const names = [textOr(row['first_name'], ''), textOr(row['last_name'], '')].filter((name) => name !== '');
  return owner('user', row, textOr(row['username'], ''), names.join(' '));
};

const named = (type: ResourceType) => (row: Row) =>
  owner(type, row, textOr(row['name'], ''), textOr(row['description'], ''));

const SHOWN = { user: person, team: named('team'), organization: named('organization') };

type OwnerKind = keyof typeof SHOWN;

const ownersOf = async (store: ReadStore, type: OwnerKind, ids: Iterable<number>) => {
  const found = byId(await rowsOf(store, sql`SELECT * FROM ${sql.table(type)} WHERE ${among('id', ids)}`));
  return (id: number | null): readonly JsonObject[] => {
    const row = id === null ? undefined : found.get(id);
    return row ? [SHOWN[type](row)] : [];
  };
};

/** Whose a credential is: those who administer it, and its organization. */
export const credentialExtra: ExtraReader = async ({ store, rows, ids }) => {
  const grants = await rowsOf(
    store,
    sql`SELECT role.object_id, role_grant.grantee_kind, role_grant.grantee_id FROM role
      JOIN role_grant ON role_grant.role_id = role.id
      WHERE role.object_type = 'credential' AND role.role_field = 'admin_role' AND ${among('role.object_id', ids)}`,
  );
  const granted = (kind: OwnerKind) =>
    grants.filter((row) => row['grantee_kind'] === kind).map((row) => Number(row['grantee_id']));
  const organizations = rows.flatMap((row) => idOrNull(row['organization']) ?? []);
  const [users, teams, places] = await Promise.all([
    ownersOf(store, 'user', granted('user')),
    ownersOf(store, 'team', granted('team')),
    ownersOf(store, 'organization', organizations),
  ]);
  const owners = groupedBy(grants, 'object_id');
  return (row) => {
    const held = owners.get(Number(row['id'])) ?? [];
    const people = held.flatMap((grant) =>
      grant['grantee_kind'] === 'user' ? users(Number(grant['grantee_id'])) : [],
    );
    const groups = held.flatMap((grant) =>
      grant['grantee_kind'] === 'team' ? teams(Number(grant['grantee_id'])) : [],
    );
    return { summary: { owners: [...people, ...groups, ...places(idOrNull(row['organization']))] } };
  };
};
