import type { Projection, RowWriter, StoredEvent } from '@application/ports';
import {
  type Assignment,
  configurationAssignments,
  promptAssignment,
  sqlValue,
} from '@application/saved-configurations';
import { type NodeFieldChange, type NodeTemplate, type WorkflowGraphEvent } from '@domain/workflow-template';
import { projectMembers } from './member-rows.js';
import { EDGE_TABLE, LINK_TABLE, NODE_SCHEMA, NODE_TABLE, NODE_TABLES } from './tables.js';

type Deleted = {
  readonly type: 'WorkflowTemplateDeleted' | 'JobTemplateDeleted' | 'ProjectDeleted';
  readonly data: object;
};
type Event = StoredEvent & (WorkflowGraphEvent | Deleted);

/** Nodes of workflow templates as the API shows them; secrets do not get here. */
export const workflowNodesProjection: Projection = {
  name: 'workflow-template-nodes',
  version: 1,
  schema: NODE_SCHEMA,
  tables: NODE_TABLES,
  project: (rows, event) => projectNode(rows, event as Event),
};

const idOf = ({ stream }: StoredEvent): number => Number(stream.slice(stream.lastIndexOf('-') + 1));

const projectNode = async (rows: RowWriter, event: Event): Promise<void> => {
  switch (event.type) {
    case 'NodeAdded':
      return insert(rows, event, event.data);
    case 'NodeChanged':
      return set(rows, event.data.node, [...event.data.changes.flatMap(assignmentsOf), ['modified', event.meta.at]]);
    case 'NodeTemplateLost':
      return set(rows, event.data.node, [...NO_TEMPLATE]);
    case 'NodeRemoved':
      return remove(rows, 'id = ?', event.data.node);
    case 'WorkflowTemplateDeleted':
      await remove(rows, 'workflow_job_template = ?', idOf(event));
      return loseTemplate(rows, idOf(event));
    case 'JobTemplateDeleted':
    case 'ProjectDeleted':
      return loseTemplate(rows, idOf(event));
    default:
      return projectMembers(rows, event);
  }
};

const NO_TEMPLATE: readonly Assignment[] = [
  ['unified_job_template', null],
  ['lost_template', null],
];

const set = async (rows: RowWriter, node: number, assignments: readonly Assignment[]): Promise<void> => {
  const columns = assignments.map(([column]) => `"${column}" = ?`).join(', ');
  await rows.run(`UPDATE ${NODE_TABLE} SET ${columns} WHERE id = ?`, [...assignments.map(([, value]) => value), node]);
};

type Added = Extract<WorkflowGraphEvent, { readonly type: 'NodeAdded' }>['data'];

const insert = async (rows: RowWriter, event: StoredEvent, added: Added): Promise<void> => {
  const { node, identifier, template, converge, prompts } = added;
  const row: Assignment[] = [
    ['id', node],
    ['workflow_job_template', idOf(event)],
    ['unified_job_template', template?.id ?? null],
    ['identifier', identifier],
    ['all_parents_must_converge', Number(converge)],
    ...configurationAssignments(prompts),
    ['created', event.meta.at],
    ['modified', event.meta.at],
  ];
  const columns = row.map(([column]) => `"${column}"`).join(', ');
  await rows.run(
    `INSERT INTO ${NODE_TABLE} (${columns}) VALUES (${row.map(() => '?').join(', ')})`,
    row.map(([, value]) => value),
  );
};

const assignmentsOf = ({ field, new: value }: NodeFieldChange): readonly Assignment[] => {
  switch (field) {
    case 'template': {
      const template = value as unknown as NodeTemplate | null;
      return [
        ['unified_job_template', template?.id ?? null],
        ['lost_template', null],
      ];
    }
    case 'converge':
      return [['all_parents_must_converge', sqlValue(value)]];
    default:
      return [promptAssignment(field, value)];
  }
};

const remove = async (rows: RowWriter, where: string, id: number): Promise<void> => {
  const nodes = `SELECT id FROM ${NODE_TABLE} WHERE ${where}`;
  await rows.run(`DELETE FROM ${EDGE_TABLE} WHERE parent IN (${nodes}) OR child IN (${nodes})`, [id, id]);
  await rows.run(`DELETE FROM ${LINK_TABLE} WHERE node IN (${nodes})`, [id]);
  await rows.run(`DELETE FROM ${NODE_TABLE} WHERE ${where}`, [id]);
};

/** Shown at once; that the graph lets go of it follows (see the process of forgotten resources). */
const loseTemplate = async (rows: RowWriter, template: number): Promise<void> => {
  await rows.run(
    `UPDATE ${NODE_TABLE} SET lost_template = unified_job_template, unified_job_template = NULL WHERE unified_job_template = ?`,
    [template],
  );
};
