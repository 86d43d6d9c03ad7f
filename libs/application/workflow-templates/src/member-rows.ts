import type { RowWriter } from '@application/ports';
import type { WorkflowGraphEvent } from '@domain/workflow-template';
import { EDGE_TABLE, NODE_MEMBERS } from './tables.js';

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
      return NODE_MEMBERS.attach(rows, data.node, 'credential', data.credential.id);
    case 'NodeCredentialDetached':
      return NODE_MEMBERS.detach(rows, data.node, 'credential', data.credential.id);
    case 'NodeLabelAttached':
      return NODE_MEMBERS.attach(rows, data.node, 'label', data.label.id);
    case 'NodeLabelDetached':
      return NODE_MEMBERS.detach(rows, data.node, 'label', data.label.id);
    case 'NodeInstanceGroupsChanged':
      return NODE_MEMBERS.replaceGroups(rows, data.node, data.instanceGroups);
    default:
  }
};
