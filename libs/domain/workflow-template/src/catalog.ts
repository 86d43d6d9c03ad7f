import type { EventCatalog } from '@domain/kernel';
import type { WorkflowGraphEvent } from './messages.js';

/** The graph's own events; the template's are those of its resource. */
export const workflowGraphCatalog: EventCatalog<WorkflowGraphEvent> = {
  NodeAdded: { schema: 1, about: 'A node was put into the workflow, with its saved prompts and how they were judged.' },
  NodeChanged: { schema: 1, about: 'Per field of a node what it was and what it is; which masked answers were kept.' },
  NodeRemoved: { schema: 1, about: 'A node is gone, with its edges; children without parents are roots now.' },
  NodeTemplateLost: { schema: 1, about: 'The template that a node runs was deleted.' },
  NodesLinked: { schema: 1, about: 'An edge of one kind leads from parent to child.' },
  NodesUnlinked: { schema: 1, about: 'The edge between the two nodes is gone.' },
  LinkRefused: { schema: 1, about: 'An edge was refused: a cycle, another kind of edge is there, or a foreign node.' },
  NodeCredentialAttached: { schema: 1, about: 'A node brings a credential; one per exclusivity key.' },
  NodeCredentialDetached: { schema: 1, about: 'A node does not bring the credential any more.' },
  CredentialAssociationRefused: { schema: 1, about: 'A credential may not join a node, and by which rule.' },
  NodeLabelAttached: { schema: 1, about: 'A node brings a label.' },
  NodeLabelDetached: { schema: 1, about: 'A node does not bring the label any more.' },
  NodeInstanceGroupsChanged: { schema: 1, about: 'Instance groups that a node brings, in the order they are tried.' },
};
