import { sql } from 'kysely';
import type { QueryColumn, QueryModel, QueryRelation } from '@application/queries';
import type { ResourceType } from '../../declaration/field.js';
import type { ResourceDeclaration } from '../../declaration/resource.js';
import { RESOURCES, kindOf } from '../../registry.js';
import { computedColumns, queryColumns } from './columns.js';
import { queryRelations, SCHEDULES } from './relations.js';

const modelOf = (kind: ResourceDeclaration): QueryModel => ({
  name: kind.model,
  table: kind.type,
  type: kind.type,
  columns: queryColumns(kind),
  relations: queryRelations(kind),
  search: kind.search,
  ordering: kind.ordering,
});

/** Kinds that can be run, in one list. */
export const TEMPLATE_TYPES: readonly ResourceType[] = [
  'job_template',
  'workflow_job_template',
  'project',
  'system_job_template',
];

const COMMON = ['name', 'description', 'organization', 'status', 'last_job_run', 'last_job_failed', 'next_job_run'];
const STORED = ['id', 'created', 'modified', 'created_by', 'modified_by'];

const templatesOf = (type: ResourceType) => {
  const computed = computedColumns(kindOf(type));
  const own = new Set(kindOf(type).fields.map(({ name }) => name));
  const columns = [...STORED, ...COMMON].map((name) => {
    const isMissing = COMMON.includes(name) && !own.has(name);
    const stored = isMissing ? sql`NULL` : sql.ref(`one.${name}`);
    return sql`${computed.get(name)?.('one') ?? stored} AS ${sql.ref(name)}`;
  });
  return sql`SELECT ${sql.lit(type)} AS type, ${sql.join(columns)} FROM ${sql.table(type)} one`;
};

const commonColumns = (): readonly QueryColumn[] => {
  const columns = queryColumns(kindOf('workflow_job_template'));
  const known = new Set([...STORED, ...COMMON]);
  return columns.filter(({ name }) => known.has(name)).map(({ sql: _computed, ...column }) => column);
};

/** Everything that can be run, in one list. */
export const unifiedTemplateModel: QueryModel = {
  name: 'UnifiedJobTemplate',
  table: sql`(${sql.join(TEMPLATE_TYPES.map(templatesOf), sql` UNION ALL `)})`,
  type: { column: 'type' },
  columns: commonColumns(),
  relations: [
    { kind: 'one', name: 'organization', target: 'Organization' },
    { kind: 'one', name: 'created_by', target: 'User' },
    { kind: 'one', name: 'modified_by', target: 'User' },
    // What only one kind has is asked of it by AWX's name of the kind: `jobtemplate__playbook`.
    ...TEMPLATE_TYPES.map((type): QueryRelation => ({
      ...{ kind: 'one', name: type.replaceAll('_', ''), column: 'id' },
      target: kindOf(type).model,
    })),
    SCHEDULES,
  ],
  search: ['description', 'name'],
  ordering: ['name'],
};

/** One model per kind, and the mixed list of all that can be run. */
export const resourceModels: readonly QueryModel[] = [...RESOURCES.map(modelOf), unifiedTemplateModel];

const byName = new Map(resourceModels.map((model) => [model.name, model]));

/** Model of a kind. */
export const modelOfType = (type: ResourceType): QueryModel => {
  const model = byName.get(kindOf(type).model);
  if (!model) throw new Error(`no model of ${type}`);
  return model;
};
