import type { QueryColumn, QueryModel } from '@application/queries';
import { type RawBuilder, sql } from 'kysely';
import type { InstanceStatus } from './instance-status.js';

const COLUMNS: readonly QueryColumn[] = [
  { name: 'id', type: 'id' },
  { name: 'hostname', type: 'string' },
  { name: 'uuid', type: 'string' },
  { name: 'node_type', type: 'string' },
  { name: 'node_state', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'capacity', type: 'integer' },
  { name: 'enabled', type: 'boolean' },
  { name: 'created', type: 'datetime' },
  { name: 'modified', type: 'datetime' },
];

const rowOf = (instance: InstanceStatus, created: string): RawBuilder<unknown> => {
  const { id, hostname, uuid, nodeType, nodeState, version, capacity } = instance;
  return sql`SELECT ${sql.lit(id)} AS id, ${hostname} AS hostname, ${uuid} AS uuid, ${nodeType} AS node_type,
    ${nodeState} AS node_state, ${version} AS version, ${sql.lit(capacity)} AS capacity, 1 AS enabled,
    ${created} AS created, ${created} AS modified`;
};

/** The few nodes as a table: lists of them are filtered and ordered as all lists are. There is at least the one that answers. */
export const instanceModel = (instances: readonly InstanceStatus[], created: string): QueryModel => ({
  name: 'Instance',
  table: sql.join(
    instances.map((instance) => rowOf(instance, created)),
    sql` UNION ALL `,
  ),
  type: 'instance',
  columns: COLUMNS,
  search: ['hostname'],
  ordering: ['id'],
});
