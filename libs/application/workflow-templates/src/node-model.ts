import type { QueryColumn, QueryModel, QueryRelation } from '@application/queries';
import { CONFIGURATION_QUERY_COLUMNS, configurationRelations } from '@application/saved-configurations';
import type { EdgeKind } from '@domain/workflow-template';
import { EDGE_TABLE, NODE_MEMBERS, NODE_TABLE } from './tables.js';

export const NODE_TYPE = 'workflow_job_template_node';

/** The three lists of children. */
export const EDGE_KINDS: readonly EdgeKind[] = ['success', 'failure', 'always'];

const columns: readonly QueryColumn[] = [
  { name: 'id', type: 'id' },
  { name: 'created', type: 'datetime' },
  { name: 'modified', type: 'datetime' },
  { name: 'workflow_job_template', type: 'id' },
  { name: 'all_parents_must_converge', type: 'boolean' },
  { name: 'identifier', type: 'string' },
  ...CONFIGURATION_QUERY_COLUMNS,
];

const one = (name: string, target: string): QueryRelation => ({ kind: 'one', name, target });

const relations: readonly QueryRelation[] = [
  one('workflow_job_template', 'WorkflowJobTemplate'),
  ...configurationRelations(NODE_MEMBERS),
  ...EDGE_KINDS.map((kind): QueryRelation => ({
    kind: 'many-to-many',
    name: `${kind}_nodes`,
    target: 'WorkflowJobTemplateNode',
    via: { table: EDGE_TABLE, parent: 'parent', child: 'child', where: { kind } },
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
