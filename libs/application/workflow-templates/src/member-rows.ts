import type { RowWriter } from '@application/ports';
import type { WorkflowGraphEvent } from '@domain/workflow-template';
import type { NodeListKind } from './node-lists.js';
import { EDGE_TABLE, LINK_TABLE } from './tables.js';

const ATTACH = `INSERT INTO ${LINK_TABLE} (node, relation, child, position)
  SELECT ?, ?, ?, COALESCE(MAX(position), 0) + 1 FROM ${LINK_TABLE} WHERE node = ? AND relation = ?`;
const DETACH = `DELETE FROM ${LINK_TABLE} WHERE node = ? AND relation = ? AND child = ?`;

interface Member {
  readonly node: number;
  readonly relation: NodeListKind;
  readonly child: number;
}

const attach = async (rows: RowWriter, { node, relation, child }: Member): Promise<void> => {
  await rows.run(ATTACH, [node, relation, child, node, relation]);
};

const detach = async (rows: RowWriter, { node, relation, child }: Member): Promise<void> => {
  await rows.run(DETACH, [node, relation, child]);
};

const replaceGroups = async (rows: RowWriter, node: number, groups: readonly number[]): Promise<void> => {
  await rows.run(`DELETE FROM ${LINK_TABLE} WHERE node = ? AND relation = ?`, [node, 'instance_group']);
  for (const child of groups) await attach(rows, { node, relation: 'instance_group', child });
};

/** Rows that events about edges and lists of nodes write; events of others write none. */
export const projectMembers = async (
  rows: RowWriter,
  event: Pick<WorkflowGraphEvent, 'type' | 'data'>,
): Promise<void> => {
  const { type, data } = event as WorkflowGraphEvent;
  switch (type) {
    case 'NodesLinked':
      await rows.run(`INSERT INTO ${EDGE_TABLE} (parent, child, kind) VALUES (?, ?, ?)`, [
        data.parent,
        data.child,
        data.kind,
      ]);
      return;
    case 'NodesUnlinked':
      await rows.run(`DELETE FROM ${EDGE_TABLE} WHERE parent = ? AND child = ?`, [data.parent, data.child]);
      return;
    case 'NodeCredentialAttached':
      return attach(rows, { node: data.node, relation: 'credential', child: data.credential.id });
    case 'NodeCredentialDetached':
      return detach(rows, { node: data.node, relation: 'credential', child: data.credential.id });
    case 'NodeLabelAttached':
      return attach(rows, { node: data.node, relation: 'label', child: data.label.id });
    case 'NodeLabelDetached':
      return detach(rows, { node: data.node, relation: 'label', child: data.label.id });
    case 'NodeInstanceGroupsChanged':
      return replaceGroups(rows, data.node, data.instanceGroups);
    default:
  }
};
