import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { ReadStore } from '@application/ports';
import type { Scope } from '@application/queries';
import {
  type Condition as PolicyCondition,
  type Holdings,
  SYSTEM,
  type RoleCondition,
  type Viewer,
  conditionsOf,
  reach,
  roleConditionOf,
} from '@domain/access';
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

/** Those who were made members of one of the organizations. */
const members = (alias: string, organizations: readonly number[]): Condition =>
  sql`${sql.ref(`${alias}.id`)} IN (SELECT role_grant.grantee_id FROM role_grant JOIN role ON role.id = role_grant.role_id
    WHERE role_grant.grantee_kind = 'user' AND role.object_type = 'organization'
      AND role.role_field = 'member_role' AND ${among('role.object_id', organizations)})`;

/** Labels on a template or inventory on which the viewer has the role. */
const carried = (alias: string, role: string, holdings: Holdings): Condition =>
  either(
    CARRIERS.map(
      (type) => sql`${sql.ref(`${alias}.id`)} IN (SELECT link.child_id FROM ${sql.table(carryingTable(type))} link
        JOIN ${sql.table(type)} carrier ON carrier.id = link.parent_id WHERE ${held('carrier', type, role, holdings)})`,
    ),
  );

/** Which objects a viewer may read, as a condition of the query: lists and details ask the same. */
export class ReadScopes {
  constructor(private readonly store: ReadStore) {}

  /** undefined: all. */
  async of(type: ResourceType, viewer: Viewer): Promise<Scope | undefined> {
    if (viewer.isSuperuser || viewer.isSystemAuditor) return undefined;
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

  /** Roles one may know of: one's own, those of what one may read, and those of the system. */
  async ofRoles(viewer: Viewer): Promise<Scope | undefined> {
    if (viewer.isSuperuser || viewer.isSystemAuditor) return undefined;
    const holdings = await readHoldings(this.store, viewer);
    const kinds = RESOURCES.filter(({ roles }) => roles.length > 0);
    return (alias) =>
      either([
        sql`${sql.ref(`${alias}.id`)} IN (SELECT role_id FROM role_grant WHERE grantee_kind = 'user' AND grantee_id = ${viewer.id})`,
        sql`${sql.ref(`${alias}.object_type`)} = ${SYSTEM}`,
        ...kinds.map(({ type }) => ofReadable(alias, type, holdings)),
      ]);
  }
}

const ofReadable = (alias: string, type: ResourceType, holdings: Holdings): Condition =>
  sql`(${sql.ref(`${alias}.object_type`)} = ${type} AND ${sql.ref(`${alias}.object_id`)} IN
    (SELECT object.id FROM ${sql.table(type)} object WHERE ${held('object', type, 'read_role', holdings)}))`;

/** The conditions of the policy under which one may read an object, as SQL. */
const readable = (alias: string, type: ResourceType, viewer: Viewer, holdings: Holdings): Condition => {
  const conditions = conditionsOf(type, 'read') ?? [];
  return conditions.length === 0
    ? sql`1 = 0`
    : either(conditions.map((condition) => compiled(condition, { alias, type, viewer, holdings })));
};

interface Compiling {
  readonly alias: string;
  readonly type: ResourceType;
  readonly viewer: Viewer;
  readonly holdings: Holdings;
}

const compiled = (condition: PolicyCondition, compiling: Compiling): Condition => {
  const asked = roleConditionOf(condition);
  return asked ? byRole(asked, compiling) : byFact(condition, compiling);
};

const byFact = (condition: PolicyCondition, { alias, viewer }: Compiling): Condition => {
  switch (condition) {
    case 'everyone':
      return sql`1 = 1`;
    case 'self':
      return among(`${alias}.id`, [viewer.id]);
    case 'is_superuser':
      return sql`${sql.ref(`${alias}.is_superuser`)} = 1`;
    case 'global':
      return sql`${sql.ref(`${alias}.organization`)} IS NULL`;
    default:
      throw new Error(`no list knows how to be restricted by ${condition}`);
  }
};

const byRole = ({ place, role }: RoleCondition, { alias, type, holdings }: Compiling): Condition => {
  if (place === undefined) {
    const guardian = guardianOf(type);
    return guardian === 'self' || guardian === null
      ? held(alias, type, role, holdings)
      : guarded(alias, guardian, role, holdings);
  }
  const { ids } = reach(holdings, 'organization', role);
  switch (place) {
    case 'organization':
      return among(`${alias}.organization`, ids);
    case 'somewhere':
      return ids.length > 0 ? sql`1 = 1` : sql`1 = 0`;
    case 'shared':
      return members(alias, ids);
    case 'carried':
      return carried(alias, role, holdings);
    default:
      throw new Error(`no list knows how to be restricted by roles of ${place}`);
  }
};
