import { NO_RECORD } from '@domain/launch';
import type { DeletedKind, WorkflowGraphCommand, WorkflowGraphEvent } from './messages.js';
import type { TemplateNode, WorkflowGraph } from './state.js';

type Forget = Extract<WorkflowGraphCommand, { readonly type: 'ForgetDeleted' }>;
type Forgetting = (node: TemplateNode, id: number) => readonly WorkflowGraphEvent[];

/** A prompt that held the id of something deleted is not set any more. */
const clearing =
  (field: 'inventory' | 'execution_environment'): Forgetting =>
  ({ id: node, prompts }, id) =>
    prompts[field] === id
      ? [{ type: 'NodeChanged', data: { node, changes: [{ field, old: id, new: null }], ...NO_RECORD } }]
      : [];

const FORGETTING: Readonly<Record<DeletedKind, Forgetting>> = {
  template: ({ id: node, template }, id) =>
    template?.id === id ? [{ type: 'NodeTemplateLost', data: { node, template } }] : [],
  inventory: clearing('inventory'),
  execution_environment: clearing('execution_environment'),
  credential: ({ id: node, credentials }, id) =>
    credentials.includes(id) ? [{ type: 'NodeCredentialDetached', data: { node, credential: { id, name: '' } } }] : [],
  label: ({ id: node, labels }, id) =>
    labels.includes(id) ? [{ type: 'NodeLabelDetached', data: { node, label: { id, name: '' } } }] : [],
  instance_group: ({ id: node, instanceGroups }, id) =>
    instanceGroups.includes(id)
      ? [
          {
            type: 'NodeInstanceGroupsChanged',
            data: { node, instanceGroups: instanceGroups.filter((group) => group !== id) },
          },
        ]
      : [],
};

/** Every node lets go of what was deleted, in the order of their ids. */
export const forgotten = ({ kind, id }: Forget, { nodes }: WorkflowGraph): readonly WorkflowGraphEvent[] =>
  [...nodes.values()].sort((a, b) => a.id - b.id).flatMap((node) => FORGETTING[kind](node, id));
