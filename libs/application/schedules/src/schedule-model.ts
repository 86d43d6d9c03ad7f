import { sql } from 'kysely';
import type { QueryColumn, QueryModel, QueryRelation } from '@application/queries';
import { CONFIGURATION_QUERY_COLUMNS, configurationRelations } from '@application/saved-configurations';
import { SCHEDULE_MEMBERS, SCHEDULE_TABLE } from './tables.js';

export const SCHEDULE_TYPE = 'schedule';

const columns: readonly QueryColumn[] = [
  { name: 'id', type: 'id' },
  { name: 'created', type: 'datetime' },
  { name: 'modified', type: 'datetime' },
  { name: 'created_by', type: 'id' },
  { name: 'modified_by', type: 'id' },
  { name: 'name', type: 'string' },
  { name: 'description', type: 'string' },
  { name: 'rrule', type: 'string' },
  { name: 'enabled', type: 'boolean' },
  { name: 'dtstart', type: 'datetime' },
  { name: 'dtend', type: 'datetime' },
  { name: 'next_run', type: 'datetime' },
  ...CONFIGURATION_QUERY_COLUMNS,
];

const one = (name: string, target: string): QueryRelation => ({ kind: 'one', name, target });

const relations: readonly QueryRelation[] = [
  one('created_by', 'User'),
  one('modified_by', 'User'),
  ...configurationRelations(SCHEDULE_MEMBERS),
];

/** What lists of schedules are filtered, searched and ordered by. */
export const scheduleModel: QueryModel = {
  name: 'Schedule',
  table: SCHEDULE_TABLE,
  type: SCHEDULE_TYPE,
  columns,
  relations,
  search: ['description', 'name'],
  ordering: ['id'],
};

/** Ordered as a text, descending: what is not there is the least, where a time that is not there would be the greatest. */
const RUNS: QueryColumn = {
  name: 'runs',
  type: 'string',
  sql: (alias) => sql`COALESCE(${sql.ref(`${alias}.next_run`)}, '')`,
};

/** Schedules of one template: the one that runs last comes first, those that do not run at all are at the end. */
export const schedulesOfTemplate: QueryModel = {
  ...scheduleModel,
  columns: [...columns, RUNS],
  ordering: ['-runs', 'id'],
};
