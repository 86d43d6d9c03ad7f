import type { SqlValue } from '@application/ports';
import type { Variables } from '@domain/kernel';
import { shownVariables } from '@domain/launch';
import type { JobNode, NodeSpawnedData, WorkflowRunEvent } from '@domain/workflow-run';
import { type Place, type Statement, statement } from './statement.js';

type Snapshot = Extract<WorkflowRunEvent, { readonly type: 'WorkflowGraphSnapshotted' }>['data'];

/** Saved prompts of a node by AWX's field names; `extra_data` and the lists are kept apart. */
export const NODE_PROMPTS = [
  'inventory',
  'scm_branch',
  'job_type',
  'job_tags',
  'skip_tags',
  'limit',
  'diff_mode',
  'verbosity',
  'execution_environment',
  'forks',
  'job_slice_count',
  'timeout',
] as const;

const COLUMNS = [
  'id',
  'workflow_job',
  'workflow_job_template_node',
  'identifier',
  'unified_job_template',
  'template_type',
  'all_parents_must_converge',
  'created',
  'modified',
  'extra_data',
  ...NODE_PROMPTS,
];
const ADD_NODE = `INSERT INTO workflow_job_node (${COLUMNS.map((name) => `"${name}"`).join(', ')})
  VALUES (${COLUMNS.map(() => '?').join(', ')}) ON CONFLICT (id) DO NOTHING`;
const ADD_EDGE = 'INSERT INTO workflow_job_node_edge (parent, child, kind) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
const ADD_LINK =
  'INSERT INTO workflow_job_node_link (node, relation, target, position) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING';
const SPAWN = 'UPDATE workflow_job_node SET job = ?, modified = ? WHERE id = ?';
const SKIP = 'UPDATE workflow_job_node SET do_not_run = 1, modified = ? WHERE id = ?';

/** The nodes of a workflow job as they were copied from its template. */
export const snapshotNodes = ({ nodes, edges }: Snapshot, place: Place): readonly Statement[] => [
  ...nodes.flatMap((node) => [
    { sql: ADD_NODE, values: nodeRow(node, place) },
    ...links(node, 'credentials', node.credentials),
    ...links(node, 'labels', node.labels),
    ...links(node, 'instance_groups', node.instanceGroups),
  ]),
  ...edges.map(({ from, to, kind }) => statement(ADD_EDGE, from, to, kind)),
];

export const nodeSpawned = ({ node, job }: NodeSpawnedData, { at }: Place): readonly Statement[] => [
  statement(SPAWN, job.id, at, node),
];

export const nodeSkipped = (node: number, { at }: Place): readonly Statement[] => [statement(SKIP, at, node)];

const nodeRow = (node: JobNode, { id, at }: Place): readonly SqlValue[] => [
  node.id,
  id,
  node.templateNode,
  node.identifier,
  node.template?.id ?? null,
  node.template?.kind ?? null,
  Number(node.converge),
  at,
  at,
  // Inside a node's prompts this one holds kernel Values (see JobNode).
  JSON.stringify(shownVariables((node.prompts['extra_data'] ?? {}) as unknown as Variables)),
  ...NODE_PROMPTS.map((name) => scalar(node.prompts[name])),
];

const scalar = (value: unknown): SqlValue => {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return (value as SqlValue | undefined) ?? null;
};

const links = ({ id }: JobNode, relation: string, targets: readonly number[]): readonly Statement[] =>
  targets.map((target, position) => statement(ADD_LINK, id, relation, target, position));
