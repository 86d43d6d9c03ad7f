import type { ReadStore, Row } from '@application/ports';
import type { Scope } from '@application/queries';
import { SYSTEM, closureOf } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import { sql } from 'kysely';
import type { Target } from '../api/resource-api.js';
import { urlOf } from '../declaration/resource.js';
import { groupedBy, idOrNull, rowsOf, textOr } from '../reading/sql-rows.js';
import { kindOf } from '../registry.js';
import { SYSTEM_ROLES } from './role-views.js';

/** A role that lets its holder do something with an object. */
interface Access {
  /** Given on the object itself, to the user or to a team. */
  readonly isDirect: boolean;
  readonly entry: JsonObject;
}

/** An object, with the organization whose roles reach it. */
export interface Reached extends Target {
  readonly organization: number | null;
  readonly name: string;
}

const FLAGS = { is_superuser: 'system_administrator', is_system_auditor: 'system_auditor' } as const;

/** Ids of the roles of the system. */
const systemRoleIds = async (store: ReadStore): Promise<ReadonlyMap<string, number>> => {
  const rows = await rowsOf(store, sql`SELECT id, role_field FROM role WHERE object_type = ${SYSTEM}`);
  return new Map(rows.map((row) => [textOr(row['role_field'], ''), Number(row['id'])]));
};

/** Roles of the object that follow from a role of it, or of its organization. */
const descendants = ({ kind }: Target, of: 'own' | 'ofOrganization', field: string): readonly string[] =>
  kindOf(kind)
    .roles.map((role) => role.field)
    .filter((role) => closureOf(kind, role)[of].includes(field))
    .sort();

/** Roles of an organization that reach objects of a kind. */
const reaching = ({ kind }: Target): readonly string[] => [
  ...new Set(kindOf(kind).roles.flatMap(({ field }) => closureOf(kind, field).ofOrganization)),
];

const grants = ({ kind, id, organization }: Reached) => {
  const own = sql`(role.object_type = ${kind} AND role.object_id = ${id})`;
  const fields = reaching({ kind, id });
  if (organization === null || fields.length === 0) return own;
  return sql`(${own} OR (role.object_type = 'organization' AND role.object_id = ${organization} AND role.role_field IN (${sql.join(fields)})))`;
};

/** Grants that reach the object, one row per user; those of a team once per member. */
const holders = (object: Reached) => sql`
  SELECT role_grant.grantee_id AS user, NULL AS team, role.* FROM role
    JOIN role_grant ON role_grant.role_id = role.id AND role_grant.grantee_kind = 'user' WHERE ${grants(object)}
  UNION ALL
  SELECT member.grantee_id AS user, team_role.object_id AS team, role.* FROM role
    JOIN role_grant ON role_grant.role_id = role.id AND role_grant.grantee_kind = 'team'
    JOIN role team_role ON team_role.object_type = 'team' AND team_role.object_id = role_grant.grantee_id
      AND team_role.role_field IN ('member_role', 'admin_role')
    JOIN role_grant member ON member.role_id = team_role.id AND member.grantee_kind = 'user' WHERE ${grants(object)}`;

/** Users who can do anything with the object. */
export const withAccess =
  (object: Reached): Scope =>
  (alias) =>
    sql`(${sql.ref(`${alias}.is_superuser`)} = 1 OR ${sql.ref(`${alias}.is_system_auditor`)} = 1
      OR ${sql.ref(`${alias}.id`)} IN (SELECT holder.user FROM (${holders(object)}) holder))`;

const roleEntry = (row: Row, mayTake: boolean): JsonObject => {
  const kind = kindOf(textOr(row['object_type'], '') as Target['kind']);
  const declared = kind.roles.find(({ field }) => field === row['role_field']);
  const team = idOrNull(row['team']);
  return {
    id: Number(row['id']),
    name: declared?.name ?? '',
    description: declared?.description ?? '',
    ...(team !== null && {
      team_id: team,
      team_name: textOr(row['team_name'], ''),
      team_organization_name: textOr(row['team_organization'], ''),
    }),
    resource_name: textOr(row['resource_name'], ''),
    resource_type: kind.type,
    related: { [kind.type]: urlOf(kind, Number(row['object_id'])) },
    user_capabilities: { unattach: mayTake },
  };
};

const accessOf = (object: Reached, row: Row, mayTake: boolean): Access => {
  const isDirect = row['object_type'] === object.kind && Number(row['object_id']) === object.id;
  const field = textOr(row['role_field'], '');
  return {
    isDirect,
    entry: {
      role: roleEntry(row, mayTake),
      descendant_roles: descendants(object, isDirect ? 'own' : 'ofOrganization', field),
    },
  };
};

const systemAccess = (object: Target, user: JsonObject, ids: ReadonlyMap<string, number>): readonly JsonObject[] =>
  (['is_superuser', 'is_system_auditor'] as const).flatMap((flag) => {
    if (user[flag] !== true) return [];
    const descendant_roles =
      flag === 'is_superuser' ? kindOf(object.kind).roles.map(({ field }) => field) : ['read_role'];
    const role = { id: ids.get(FLAGS[flag]) ?? null, ...SYSTEM_ROLES[FLAGS[flag]] };
    return [{ role: { ...role, user_capabilities: { unattach: false } }, descendant_roles }];
  });

/** Users with how each of them came by the access: one query for all. @param mayTake whether the viewer may take roles away */
export const showAccess = async (
  store: ReadStore,
  object: Reached,
  users: readonly JsonObject[],
  mayTake: boolean,
): Promise<readonly JsonObject[]> => {
  const rows = await rowsOf(
    store,
    sql`SELECT holder.*, team.name AS team_name, team_place.name AS team_organization, COALESCE(place.name, ${object.name}) AS resource_name
      FROM (${holders(object)}) holder LEFT JOIN team ON team.id = holder.team
      LEFT JOIN organization team_place ON team_place.id = team.organization
      LEFT JOIN organization place ON holder.object_type = 'organization' AND place.id = holder.object_id`,
  );
  const ids = await systemRoleIds(store);
  const byUser = groupedBy(rows, 'user');
  return users.map((user) => {
    const found = (byUser.get(Number(user['id'])) ?? []).map((row) => accessOf(object, row, mayTake));
    const entries = (isDirect: boolean) => found.filter((one) => one.isDirect === isDirect).map(({ entry }) => entry);
    return {
      ...user,
      summary_fields: {
        direct_access: entries(true),
        indirect_access: [...entries(false), ...systemAccess(object, user, ids)],
      },
    };
  });
};
