import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { ReadStore } from '@application/ports';
import type { Scope } from '@application/queries';
import { type Holdings, type Viewer, reach } from '@domain/access';
import type { ResourceType } from '../declaration/field.js';
import { guardianOf } from '../declaration/guardian.js';
import { RESOURCES, kindOf } from '../registry.js';
import { readHoldings } from './holdings-reader.js';
import { CARRIERS, carryingTable } from './label-carriers.js';
import { among } from './sql-rows.js';

type Condition = RawBuilder<SqlBool>;

const either = (conditions: readonly Condition[]): Condition => sql`(${sql.join(conditions, sql` OR `)})`;

/** Rows of a kind with roles of its own on which the viewer has a role. */
const held = (alias: string, type: ResourceType, role: string, holdings: Holdings): Condition => {
  const { ids, organizations } = reach(holdings, type, role);
  const ofOrganization = kindOf(type).fields.some(({ name }) => name === 'organization');
  const own = among(`${alias}.id`, ids);
  return ofOrganization ? either([own, among(`${alias}.organization`, organizations)]) : own;
};

const guarded = (alias: string, type: 'inventory' | 'organization', role: string, holdings: Holdings): Condition =>
  sql`${sql.ref(`${alias}.${type}`)} IN (SELECT guardian.id FROM ${sql.table(type)} guardian WHERE ${held('guardian', type, role, holdings)})`;

/** Oneself, superusers, and the members of organizations one may read; administrators and auditors of any see everybody. */
const users = (alias: string, viewer: Viewer, holdings: Holdings): Condition => {
  if (reach(holdings, 'organization', 'admin_role').ids.length > 0) return sql`1 = 1`;
  if (reach(holdings, 'organization', 'auditor_role').ids.length > 0) return sql`1 = 1`;
  const { ids } = reach(holdings, 'organization', 'read_role');
  const members = sql`SELECT role_grant.grantee_id FROM role_grant JOIN role ON role.id = role_grant.role_id
    WHERE role_grant.grantee_kind = 'user' AND role.object_type = 'organization'
      AND role.role_field = 'member_role' AND ${among('role.object_id', ids)}`;
  return either([
    among(`${alias}.id`, [viewer.id]),
    sql`${sql.ref(`${alias}.is_superuser`)} = 1`,
    sql`${sql.ref(`${alias}.id`)} IN (${members})`,
  ]);
};

/** Which objects a viewer may read, as a condition of the query: lists and details ask the same. */
export class ReadScopes {
  constructor(private readonly store: ReadStore) {}

  /** undefined: all. */
  async of(type: ResourceType, viewer: Viewer): Promise<Scope | undefined> {
    if (viewer.isSuperuser || viewer.isSystemAuditor || type === 'credential_type') return undefined;
    if (kindOf(type).isForOverseers) return () => sql`1 = 0`;
    const holdings = await readHoldings(this.store, viewer);
    return (alias) => readable(alias, type, viewer, holdings);
  }

  /** Objects on which the viewer has a role (`role_level=use_role`); undefined: all. */
  async withRole(type: ResourceType, role: string, viewer: Viewer): Promise<Scope | undefined> {
    if (viewer.isSuperuser) return undefined;
    const holdings = await readHoldings(this.store, viewer);
    return (alias) => held(alias, type, role, holdings);
  }

  /** Roles one may know of: one's own, and those of what one may read. */
  async ofRoles(viewer: Viewer): Promise<Scope | undefined> {
    if (viewer.isSuperuser || viewer.isSystemAuditor) return undefined;
    const holdings = await readHoldings(this.store, viewer);
    const kinds = RESOURCES.filter(({ roles }) => roles.length > 0);
    return (alias) =>
      either([
        sql`${sql.ref(`${alias}.id`)} IN (SELECT role_id FROM role_grant WHERE grantee_kind = 'user' AND grantee_id = ${viewer.id})`,
        ...kinds.map(({ type }) => ofReadable(alias, type, holdings)),
      ]);
  }
}

const ofReadable = (alias: string, type: ResourceType, holdings: Holdings): Condition =>
  sql`(${sql.ref(`${alias}.object_type`)} = ${type} AND ${sql.ref(`${alias}.object_id`)} IN
    (SELECT object.id FROM ${sql.table(type)} object WHERE ${held('object', type, 'read_role', holdings)}))`;

/** Kinds that need another role of what guards them than that of reading it. */
const READING: Readonly<Partial<Record<ResourceType, string>>> = { o_auth2_application: 'member_role' };

/** Labels on templates that one may read. */
const carried = (alias: string, type: (typeof CARRIERS)[number], holdings: Holdings): Condition =>
  sql`${sql.ref(`${alias}.id`)} IN (SELECT link.child_id FROM ${sql.table(carryingTable(type))} link
    JOIN ${sql.table(type)} carrier ON carrier.id = link.parent_id WHERE ${held('carrier', type, 'read_role', holdings)})`;

const readable = (alias: string, type: ResourceType, viewer: Viewer, holdings: Holdings): Condition => {
  if (type === 'user') return users(alias, viewer, holdings);
  const guardian = guardianOf(type);
  if (guardian === 'self') return held(alias, type, 'read_role', holdings);
  if (guardian === null) return sql`1 = 1`;
  const condition = guarded(alias, guardian, READING[type] ?? 'read_role', holdings);
  if (type === 'label') return either([condition, ...CARRIERS.map((carrier) => carried(alias, carrier, holdings))]);
  return type === 'execution_environment'
    ? either([sql`${sql.ref(`${alias}.organization`)} IS NULL`, condition])
    : condition;
};
