import type { QueryColumn, QueryModel, QueryRelation } from '@application/queries';
import { HIDDEN_PROMPTS, SAVED_LISTS, type SavedListKind } from '@application/saved-configurations';
import type { EdgeKind } from '@domain/workflow-template';
import { EDGE_TABLE, LINK_TABLE, NODE_TABLE } from './tables.js';

export const NODE_TYPE = 'workflow_job_template_node';

/** The three lists of children. */
export const EDGE_KINDS: readonly EdgeKind[] = ['success', 'failure', 'always'];

const MODELS: Readonly<Record<SavedListKind, string>> = {
  credential: 'Credential',
  label: 'Label',
  instance_group: 'InstanceGroup',
};

const columns: readonly QueryColumn[] = [
  { name: 'id', type: 'id' },
  { name: 'created', type: 'datetime' },
  { name: 'modified', type: 'datetime' },
  { name: 'extra_data', type: 'json' },
  { name: 'inventory', type: 'id' },
  { name: 'execution_environment', type: 'id' },
  { name: 'workflow_job_template', type: 'id' },
  { name: 'unified_job_template', type: 'id' },
  { name: 'all_parents_must_converge', type: 'boolean' },
  { name: 'identifier', type: 'string' },
  ...HIDDEN_PROMPTS.map((name): QueryColumn => ({ name, type: 'string', filterable: false })),
];

const one = (name: string, target: string): QueryRelation => ({ kind: 'one', name, target });

const relations: readonly QueryRelation[] = [
  one('workflow_job_template', 'WorkflowJobTemplate'),
  one('unified_job_template', 'UnifiedJobTemplate'),
  one('inventory', 'Inventory'),
  one('execution_environment', 'ExecutionEnvironment'),
  ...EDGE_KINDS.map((kind): QueryRelation => ({
    kind: 'many-to-many',
    name: `${kind}_nodes`,
    target: 'WorkflowJobTemplateNode',
    via: { table: EDGE_TABLE, parent: 'parent', child: 'child', where: { kind } },
  })),
  ...Object.entries(SAVED_LISTS).map(([name, relation]): QueryRelation => ({
    kind: 'many-to-many',
    name,
    target: MODELS[relation],
    via: { table: LINK_TABLE, parent: 'node', child: 'child', where: { relation } },
  })),
];

/** What lists of nodes are filtered, searched and ordered by. */
export const workflowNodeModel: QueryModel = {
  name: 'WorkflowJobTemplateNode',
  table: NODE_TABLE,
  type: NODE_TYPE,
  columns,
  relations,
  search: ['unified_job_template__description', 'unified_job_template__name'],
  ordering: ['id'],
};
