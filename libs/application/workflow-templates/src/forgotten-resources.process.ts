import { derivedId } from '@application/event-sourcing';
import type { Position, ReadStore, StoredEvent } from '@application/ports';
import type { DeletedKind } from '@domain/workflow-template';
import type { Graphs } from './graphs.js';
import { LINK_TABLE, NODE_TABLE } from './tables.js';

/** What was deleted, by the event that says so. */
const KINDS: Readonly<Record<string, DeletedKind>> = {
  JobTemplateDeleted: 'template',
  WorkflowTemplateDeleted: 'template',
  ProjectDeleted: 'template',
  InventoryDeleted: 'inventory',
  ExecutionEnvironmentDeleted: 'execution_environment',
  CredentialDeleted: 'credential',
  LabelDeleted: 'label',
  InstanceGroupDeleted: 'instance_group',
};

const workflows = (condition: string): string =>
  `SELECT DISTINCT workflow_job_template AS id FROM ${NODE_TABLE} WHERE ${condition} ORDER BY id`;

const holdingLink = (kind: DeletedKind): string =>
  workflows(`id IN (SELECT node FROM ${LINK_TABLE} WHERE relation = '${kind}' AND child = ?)`);

/** Workflow templates with nodes that refer to it; one parameter, its id. */
const HOLDERS: Readonly<Record<DeletedKind, string>> = {
  template: workflows('? IN (unified_job_template, lost_template)'),
  inventory: workflows('inventory = ?'),
  execution_environment: workflows('execution_environment = ?'),
  credential: holdingLink('credential'),
  label: holdingLink('label'),
  instance_group: holdingLink('instance_group'),
};

/** Tells workflow templates that something their nodes refer to is gone. A process manager. */
export const forgottenResources = (ports: {
  readonly graphs: Graphs;
  readonly store: Pick<ReadStore, 'all'>;
  readonly caughtUp: (position: Position | undefined) => Promise<void>;
}) => ({
  name: 'workflow-nodes-forget',
  reactsTo: Object.keys(KINDS),
  handle: async (event: StoredEvent): Promise<void> => {
    const kind = KINDS[event.type];
    if (!kind) return;
    await ports.caughtUp(event.position);
    const id = Number(event.stream.slice(event.stream.lastIndexOf('-') + 1));
    for (const row of await ports.store.all(HOLDERS[kind], [id])) {
      await ports.graphs.handle(
        Number(row['id']),
        { type: 'ForgetDeleted', kind, id },
        {
          commandId: derivedId('forget', event.id, Number(row['id'])),
          correlation: event.meta.correlation,
          causation: event.id,
          actor: event.meta.actor,
        },
      );
    }
  },
});
