import { randomUUID } from 'node:crypto';
import type { LaunchTargets } from '@application/launch-targets';
import type { IdAllocator, Position } from '@application/ports';
import type { ResourceService, WriteContext } from '@application/resources';
import {
  offeredBy,
  overlaid,
  type SavedConfiguration,
  type SavedConfigurations,
  withoutNulls,
} from '@application/saved-configurations';
import { invalid, type JsonObject } from '@domain/kernel';
import { type LaunchTarget, NO_RECORD, type SavingRecord, type ScalarPrompts } from '@domain/launch';
import {
  type Link,
  type NodeTemplate,
  type SavedNode,
  type TemplateNode,
  workflowTemplateStream,
} from '@domain/workflow-template';
import type { Graphs } from './graphs.js';
import { type NodeBody, readNodeBody, touchesConfiguration } from './node-body.js';
import type { NodeRights } from './node-rights.js';

/** Templates that a node can run. */
const KINDS = ['job_template', 'workflow_job_template', 'project', 'system_job_template'] as const;

const NOTHING_JUDGED: SavedConfiguration = { prompts: {}, record: NO_RECORD };

/** A node that was written; a reader of its own writes waits for the position. */
export interface WrittenNode {
  readonly id: number;
  readonly position: Position | undefined;
}

/** Where a new node belongs: its workflow, and the node it follows. */
export interface NodePlace {
  readonly workflow: number;
  readonly below?: Omit<Link, 'child'>;
}

export interface WorkflowNodePorts {
  readonly graphs: Graphs;
  readonly rights: NodeRights;
  readonly configurations: SavedConfigurations;
  readonly resources: ResourceService;
  readonly targets: LaunchTargets;
  readonly ids: IdAllocator;
  /** Setting WORKFLOW_NODE_REQUIRE_SURVEY_ANSWERS. */
  readonly requireAnswers: boolean;
}

/** A node whose configuration is to be judged. */
interface Judging {
  readonly workflow: number;
  readonly node: number;
  readonly body: NodeBody;
  readonly target: LaunchTarget;
  readonly stored: TemplateNode | null;
}

/** The same for a new node, when it runs anything. */
type New = Omit<Judging, 'target' | 'stored'> & { readonly target: LaunchTarget | undefined };

/** Nodes of workflow templates: created, changed, removed (spec workflows.md §2.1). Refusals are DomainErrors in AWX's words. */
export class WorkflowNodes {
  constructor(private readonly ports: WorkflowNodePorts) {}

  /** @param place undefined: the body names the workflow. @throws DomainError invalid | forbidden | missing */
  async create(body: JsonObject, outer: WriteContext, place?: NodePlace): Promise<WrittenNode> {
    const { rights, graphs, resources, ids } = this.ports;
    const early = place && (await rights.administers(place.workflow, outer));
    const sent = place ? { ...body, workflow_job_template: place.workflow } : body;
    const { workflow = 0, ...read } = await readNodeBody(sent, 'create', resources.lookup);
    const context = early ?? (await rights.administers(workflow, outer));
    const target = await this.namedTarget(read.template, read.prompts);
    if (target) await rights.executes(templateOf(target), context);
    await this.demandPrompts(read, null, context);
    const node = await ids.next('workflow_job_template_node');
    const judged = await this.judgedNew({ workflow, node, target, body: read });
    const command = { type: 'AddNode', node, ...judged, below: place?.below ?? null } as const;
    const { position } = await graphs.handle(workflow, command, context);
    return { id: node, position };
  }

  private async judgedNew({ target, body, ...place }: New): Promise<{ saved: SavedNode; record: SavingRecord }> {
    const judged = target ? await this.judge({ ...place, target, body, stored: null }) : NOTHING_JUDGED;
    const saved = {
      identifier: body.identifier ?? randomUUID(),
      template: target ? templateOf(target) : null,
      converge: body.converge ?? false,
      prompts: withoutNulls(judged.prompts),
    };
    return { saved, record: judged.record };
  }

  /** PATCH or PUT. @throws DomainError invalid | forbidden | missing */
  async change(id: number, body: JsonObject, mode: 'put' | 'patch', outer: WriteContext): Promise<WrittenNode> {
    const { rights, graphs, resources } = this.ports;
    const workflow = await rights.workflowOf(id);
    const context = await rights.administers(workflow, outer);
    const stored = await graphs.node(workflow, id);
    await rights.executes(stored.template, context);
    const read = await readNodeBody(body, mode, resources.lookup);
    const { template, prompts, record } = await this.reconfigured({ workflow, stored, read }, context);
    const changes = {
      ...(read.identifier !== undefined && { identifier: read.identifier }),
      ...(read.converge !== undefined && { converge: read.converge }),
      ...(template && { template }),
      prompts,
    };
    const { position } = await graphs.handle(workflow, { type: 'ChangeNode', node: id, changes, record }, context);
    return { id, position };
  }

  async remove(id: number, outer: WriteContext): Promise<WrittenNode> {
    const { rights, graphs } = this.ports;
    const workflow = await rights.workflowOf(id);
    const context = await rights.administers(workflow, outer);
    const { position } = await graphs.handle(workflow, { type: 'RemoveNode', node: id }, context);
    return { id, position };
  }

  /**
   * What changes in what the node launches. A node that runs nothing keeps no prompts, and null for the template is
   * overlooked, as AWX does.
   */
  private async reconfigured(
    { workflow, stored, read }: { workflow: number; stored: TemplateNode; read: NodeBody },
    context: WriteContext,
  ): Promise<{ template?: NodeTemplate; prompts: JsonObject; record: SavingRecord }> {
    if (!touchesConfiguration(read) || read.template === null) return NOTHING_JUDGED;
    const named = await this.namedTarget(read.template, overlaid(stored.prompts, read));
    if (named) await this.ports.rights.executes(templateOf(named), context);
    await this.demandPrompts(read, stored, context);
    const target = named ?? (await this.storedTarget(stored, overlaid(stored.prompts, read)));
    if (!target) return NOTHING_JUDGED;
    const judged = await this.judge({ workflow, node: stored.id, target, body: read, stored });
    return { ...judged, ...(named && { template: templateOf(named) }) };
  }

  private judge({ workflow, node, ...saving }: Judging): Promise<SavedConfiguration> {
    const { configurations, requireAnswers } = this.ports;
    const owner = workflowTemplateStream(workflow);
    const source = { source: 'node', ref: owner, node } as const;
    return configurations.judge({ ...saving, owner, source, mode: 'save-node', requireAnswers });
  }

  /** What is stored already needs no right to be kept. */
  private async demandPrompts(
    { prompts }: NodeBody,
    stored: TemplateNode | null,
    context: WriteContext,
  ): Promise<void> {
    const { rights } = this.ports;
    const { inventory, execution_environment: environment } = prompts;
    if (typeof inventory === 'number' && inventory !== stored?.prompts['inventory'])
      await rights.uses('inventory', inventory, context);
    if (typeof environment === 'number' && environment !== stored?.prompts['execution_environment'])
      await rights.reads('execution_environment', environment, context);
  }

  /** The template that a body names, as it is now. @throws DomainError invalid when there is none of that id */
  private async namedTarget(id: NodeBody['template'], prompts: ScalarPrompts): Promise<LaunchTarget | undefined> {
    if (id === undefined || id === null) return undefined;
    for (const kind of KINDS) {
      const target = await this.ports.targets.of(kind, id, offeredBy(prompts));
      if (target) return target;
    }
    throw invalid({ unified_job_template: [`Invalid pk "${id}" - object does not exist.`] });
  }

  /** undefined when the node runs nothing, or something that is gone */
  private async storedTarget({ template }: TemplateNode, prompts: ScalarPrompts): Promise<LaunchTarget | undefined> {
    return template ? this.ports.targets.of(template.kind, template.id, offeredBy(prompts)) : undefined;
  }
}

const templateOf = ({ ref, kind }: LaunchTarget): NodeTemplate => ({ ...ref, kind });
