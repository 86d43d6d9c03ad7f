import type { ReadStore } from '@application/ports';
import type { ResourceService, ResourceType, WriteContext } from '@application/resources';
import { missing } from '@domain/kernel';

/** What a node runs, as far as rights are concerned. */
export interface Runnable {
  readonly id: number;
  readonly kind: string;
}

/** Who may do what with nodes (spec workflows.md §2.1). Refusals are DomainErrors `forbidden` or `missing`. */
export class NodeRights {
  constructor(
    private readonly resources: ResourceService,
    private readonly store: Pick<ReadStore, 'all'>,
  ) {}

  /** Workflow template that a node is part of. @throws DomainError missing */
  async workflowOf(node: number): Promise<number> {
    const sql = 'SELECT workflow_job_template FROM workflow_job_template_node WHERE id = ?';
    const [row] = await this.store.all(sql, [node]);
    if (!row) throw missing();
    return Number(row['workflow_job_template']);
  }

  /** Administrators of the workflow draw in it; the rule that let them goes into the events. */
  async administers(workflow: number, context: WriteContext): Promise<WriteContext> {
    const { lookup, access } = this.resources;
    const found = await lookup.find('workflow_job_template', workflow);
    if (!found) throw missing();
    const { rule } = await access.demand(context.viewer, 'change', 'workflow_job_template', found);
    return { ...context, authz: { rule } };
  }

  /** Nothing is needed for a node that runs nothing, or something that is gone. */
  async executes(template: Runnable | null, { viewer }: WriteContext): Promise<void> {
    if (template === null) return;
    const { lookup, access } = this.resources;
    const kind = template.kind as ResourceType;
    const found = await lookup.find(kind, template.id);
    if (found) await access.demand(viewer, kind === 'project' ? 'update' : 'execute', kind, found);
  }

  async uses(type: 'inventory' | 'credential', id: number, context: WriteContext): Promise<void> {
    await this.resources.permitted(type, id, 'use', context);
  }

  async reads(type: ResourceType, id: number, context: WriteContext): Promise<void> {
    await this.resources.permitted(type, id, 'read', context);
  }
}
