import type { QueryColumn, QueryModel } from '@application/queries';
import { sql } from 'kysely';
import { type InstanceFacts, ONLY_INSTANCE } from './instance-facts.js';

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

/** The one node as a table of one row: lists of it are filtered and ordered as all lists are. */
export const instanceModel = ({ hostname, uuid, version, capacity, created }: InstanceFacts): QueryModel => ({
  name: 'Instance',
  table: sql`SELECT ${sql.lit(ONLY_INSTANCE)} AS id, ${hostname} AS hostname, ${uuid} AS uuid, 'hybrid' AS node_type,
    'ready' AS node_state, ${version} AS version, ${sql.lit(capacity)} AS capacity, 1 AS enabled,
    ${created} AS created, ${created} AS modified`,
  type: 'instance',
  columns: COLUMNS,
  search: ['hostname'],
  ordering: ['id'],
});
