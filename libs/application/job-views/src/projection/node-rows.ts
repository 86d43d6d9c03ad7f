import type { RowWriter, SqlValue } from '@application/ports';
import type { Variables } from '@domain/kernel';
import type { JobNode, WorkflowRunEvent } from '@domain/workflow-run';
import { shownVariables } from './launch-row.js';

const PROMPT_COLUMNS = [
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
const NODE_COLUMNS = [
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
  ...PROMPT_COLUMNS,
];
const INSERT_NODE = `INSERT INTO workflow_job_node (${NODE_COLUMNS.map((name) => `"${name}"`).join(', ')})
  VALUES (${NODE_COLUMNS.map(() => '?').join(', ')}) ON CONFLICT (id) DO NOTHING`;
const INSERT_EDGE = 'INSERT INTO workflow_job_node_edge (parent, child, kind) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
const INSERT_LINK =
  'INSERT INTO workflow_job_node_link (node, relation, target, position) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING';

type Snapshot = Extract<WorkflowRunEvent, { type: 'WorkflowGraphSnapshotted' }>['data'];

export const snapshotNodes = (rows: RowWriter, workflowJob: number, at: string, { nodes, edges }: Snapshot): void => {
  for (const node of nodes) {
    rows.run(INSERT_NODE, nodeRow(workflowJob, at, node));
    links(rows, node, 'credentials', node.credentials);
    links(rows, node, 'labels', node.labels);
    links(rows, node, 'instance_groups', node.instanceGroups);
  }
  for (const edge of edges) rows.run(INSERT_EDGE, [edge.from, edge.to, edge.kind]);
};

const nodeRow = (workflowJob: number, at: string, node: JobNode): readonly SqlValue[] => [
  node.id,
  workflowJob,
  node.templateNode,
  node.identifier,
  node.template?.id ?? null,
  node.template?.kind ?? null,
  Number(node.converge),
  at,
  at,
  shownVariables((node.prompts['extra_data'] ?? {}) as unknown as Variables),
  ...PROMPT_COLUMNS.map((name) => scalar(node.prompts[name])),
];

const scalar = (value: unknown): SqlValue => {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return (value as SqlValue | undefined) ?? null;
};

const links = (rows: RowWriter, { id }: JobNode, relation: string, targets: readonly number[]): void =>
  targets.forEach((target, position) => rows.run(INSERT_LINK, [id, relation, target, position]));
