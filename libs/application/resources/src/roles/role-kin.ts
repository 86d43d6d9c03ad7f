import type { Scope } from '@application/queries';
import { INHERITANCE, SYSTEM } from '@domain/access';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { kindOf } from '../registry.js';
import type { ObjectRole } from './role-service.js';

/** Roles that a role follows from, or that follow from it, in one step. */
export type Kin = 'parents' | 'children';

type Condition = RawBuilder<SqlBool>;

const ofOrganization = 'organization.';

/** These roles of one object. */
const rolesOf = (alias: string, type: string, object: RawBuilder<unknown>, fields: readonly string[]): Condition =>
  fields.length === 0
    ? sql`1 = 0`
    : sql`(${sql.ref(`${alias}.object_type`)} = ${type} AND ${sql.ref(`${alias}.object_id`)} IN (${object})
        AND ${sql.ref(`${alias}.role_field`)} IN (${sql.join(fields)}))`;

const parentsOf = (alias: string, { type, objectId, field }: ObjectRole): readonly Condition[] => {
  const sources = INHERITANCE[type]?.[field] ?? [];
  const own = sources.filter((source) => !source.startsWith(ofOrganization));
  const above = sources.filter((source) => source.startsWith(ofOrganization));
  if (above.length === 0 || type === SYSTEM) return [rolesOf(alias, type, sql`${objectId}`, own)];
  const organization = sql`SELECT organization FROM ${sql.table(type)} WHERE id = ${objectId}`;
  const fields = above.map((source) => source.slice(ofOrganization.length));
  return [rolesOf(alias, type, sql`${objectId}`, own), rolesOf(alias, 'organization', organization, fields)];
};

/** Role fields of a kind that name this source. */
const following = (type: string, source: string): readonly string[] =>
  Object.entries(INHERITANCE[type] ?? {}).flatMap(([field, sources]) => (sources.includes(source) ? [field] : []));

const childrenOf = (alias: string, { type, objectId, field }: ObjectRole): readonly Condition[] => {
  const own = rolesOf(alias, type, sql`${objectId}`, following(type, field));
  if (type !== 'organization') return [own];
  const below = Object.keys(INHERITANCE).filter((kind) => following(kind, `${ofOrganization}${field}`).length > 0);
  const inside = below.map((kind) => {
    const objects = sql`SELECT id FROM ${sql.table(kindOf(kind as Parameters<typeof kindOf>[0]).type)} WHERE organization = ${objectId}`;
    return rolesOf(alias, kind, objects, following(kind, `${ofOrganization}${field}`));
  });
  return [own, ...inside];
};

/** Rows of the list. */
export const kinOf =
  (role: ObjectRole, side: Kin): Scope =>
  (alias) =>
    sql`(${sql.join(side === 'parents' ? parentsOf(alias, role) : childrenOf(alias, role), sql` OR `)})`;
