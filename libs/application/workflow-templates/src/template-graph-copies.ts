import { derivedId } from '@application/event-sourcing';
import { answerField, type LaunchTargets } from '@application/launch-targets';
import type { IdAllocator, Position, SecretSealer } from '@application/ports';
import type { WriteContext } from '@application/resources';
import { isSealed, type JsonObject, type Value } from '@domain/kernel';
import { type TemplateNode, type WorkflowGraphCommand, workflowTemplateStream } from '@domain/workflow-template';
import { NO_RECORD, savedVariables } from '@domain/launch';
import type { Graphs } from './graphs.js';

export interface TemplateGraphCopyPorts {
  readonly graphs: Graphs;
  readonly targets: LaunchTargets;
  readonly ids: Pick<IdAllocator, 'many'>;
  readonly sealer: Pick<SecretSealer, 'reseal'>;
}

/** Two workflow templates, by id. */
interface Pair {
  readonly from: number;
  readonly to: number;
}

/** Nodes and edges of a workflow template drawn again in another one; saved answers are sealed for it. */
export class TemplateGraphCopies {
  constructor(private readonly ports: TemplateGraphCopyPorts) {}

  /** @returns position of the last event; undefined when there was nothing to copy */
  async copy(pair: Pair, context: WriteContext): Promise<Position | undefined> {
    const { nodes, edges } = await this.ports.graphs.load(pair.from);
    const originals = [...nodes.values()].sort((a, b) => a.id - b.id);
    if (originals.length === 0) return undefined;
    const ids = await this.ports.ids.many('workflow_job_template_node', originals.length);
    const copyOf = new Map(originals.map(({ id }, index) => [id, ids[index] as number]));
    const commands: WorkflowGraphCommand[] = [];
    for (const node of originals) commands.push(...(await this.redrawn(node, copyOf.get(node.id) as number, pair)));
    for (const { from, to, kind } of edges) {
      const data = { parent: copyOf.get(from) as number, child: copyOf.get(to) as number, kind };
      commands.push({ type: 'LinkNodes', data });
    }
    return this.send(pair.to, commands, context);
  }

  private async send(workflow: number, commands: readonly WorkflowGraphCommand[], context: WriteContext) {
    let last: Position | undefined;
    for (const [index, command] of commands.entries()) {
      const commandId = derivedId('copy-graph', context.commandId, workflow, index);
      last = (await this.ports.graphs.handle(workflow, command, { ...context, commandId })).position ?? last;
    }
    return last;
  }

  /** The commands that draw one node with all that hangs on it. */
  private async redrawn(original: TemplateNode, node: number, pair: Pair): Promise<readonly WorkflowGraphCommand[]> {
    const { identifier, template, converge, prompts, credentials, labels, instanceGroups } = original;
    const saved = { identifier, template, converge, prompts: await this.ownPrompts(prompts, pair) };
    const record = NO_RECORD;
    const target = template ? ((await this.ports.targets.of(template.kind, template.id)) ?? null) : null;
    const offered = await this.ports.targets.credentials(credentials);
    const named = await this.ports.targets.named('label', labels);
    return [
      { type: 'AddNode', node, saved, record, below: null },
      ...offered.map((credential, index): WorkflowGraphCommand => {
        const data = { node, credential, target, present: offered.slice(0, index) };
        return { type: 'AttachNodeCredential', data };
      }),
      ...named.map((label): WorkflowGraphCommand => ({ type: 'AttachNodeLabel', data: { node, label } })),
      ...instanceGroups.map((instanceGroup): WorkflowGraphCommand => ({
        type: 'AttachNodeInstanceGroup',
        node,
        instanceGroup,
      })),
    ];
  }

  private async ownPrompts(prompts: JsonObject, { from, to }: Pair): Promise<JsonObject> {
    const stored = savedVariables(prompts);
    const own: [string, Value][] = [];
    for (const [name, value] of Object.entries(stored)) {
      const field = answerField(name);
      const owner = { from: workflowTemplateStream(from), to: workflowTemplateStream(to) };
      const moved = isSealed(value)
        ? await this.ports.sealer.reseal({ owner: owner.from, field }, { owner: owner.to, field }, value)
        : value;
      own.push([name, moved]);
    }
    return own.length === 0 ? prompts : { ...prompts, extra_data: Object.fromEntries(own) as unknown as JsonObject };
  }
}
