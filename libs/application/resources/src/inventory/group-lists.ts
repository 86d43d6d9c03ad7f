import type { Scope } from '@application/queries';
import { type RawBuilder, sql } from 'kysely';
import type { ResourceType } from '../declaration/field.js';

const id = (alias: string): RawBuilder<unknown> => sql.ref(`${alias}.id`);

/** A group and all groups below it. */
const below = (group: number): RawBuilder<unknown> =>
  sql`WITH RECURSIVE tree(id) AS (SELECT CAST(${group} AS BIGINT) UNION
    SELECT link.child_id FROM group_children link JOIN tree ON link.parent_id = tree.id) SELECT id FROM tree`;

/** A group and all groups above it. */
const above = (group: number): RawBuilder<unknown> =>
  sql`WITH RECURSIVE tree(id) AS (SELECT CAST(${group} AS BIGINT) UNION
    SELECT link.parent_id FROM group_children link JOIN tree ON link.child_id = tree.id) SELECT id FROM tree`;

/** Ids of the hosts of a group and of all groups below it. */
export const hostsOfGroup = (group: number): RawBuilder<unknown> =>
  sql`SELECT child_id FROM group_hosts WHERE parent_id IN (${below(group)})`;

/** A list that follows from how groups contain each other. */
export interface GroupList {
  readonly kind: ResourceType;
  readonly path: string;
  readonly target: 'group' | 'host';
  readonly rows: (id: number) => Scope;
}

/** Groups that are in no other one. */
const roots: GroupList = {
  ...{ kind: 'inventory', path: 'root_groups', target: 'group' },
  rows: (inventory) => (alias) =>
    sql`${sql.ref(`${alias}.inventory`)} = ${inventory} AND ${id(alias)} NOT IN (SELECT child_id FROM group_children)`,
};

/** Hosts of a group and of all groups below it. */
const allHosts: GroupList = {
  ...{ kind: 'group', path: 'all_hosts', target: 'host' },
  rows: (group) => (alias) => sql`${id(alias)} IN (${hostsOfGroup(group)})`,
};

/** Groups that a host is in, and all groups above them. */
const allGroups: GroupList = {
  ...{ kind: 'host', path: 'all_groups', target: 'group' },
  rows: (host) => (alias) =>
    sql`${id(alias)} IN (WITH RECURSIVE tree(id) AS (SELECT parent_id FROM group_hosts WHERE child_id = ${host} UNION
      SELECT link.parent_id FROM group_children link JOIN tree ON link.child_id = tree.id) SELECT id FROM tree)`,
};

/** Groups of the inventory that could become children without a cycle, and are none yet. */
const potentialChildren: GroupList = {
  ...{ kind: 'group', path: 'potential_children', target: 'group' },
  rows: (group) => (alias) =>
    sql`${sql.ref(`${alias}.inventory`)} = (SELECT inventory FROM "group" WHERE id = ${group})
      AND ${id(alias)} NOT IN (${below(group)}) AND ${id(alias)} NOT IN (${above(group)})`,
};

/** All of them. */
export const GROUP_LISTS: readonly GroupList[] = [roots, allHosts, allGroups, potentialChildren];
