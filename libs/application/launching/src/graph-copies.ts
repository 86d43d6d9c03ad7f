import type { IdAllocator } from '@application/ports';
import type { Graphs } from '@application/workflow-templates';
import type { JsonObject, Ref } from '@domain/kernel';
import type { Graph, JobNode } from '@domain/workflow-run';
import type { TemplateNode } from '@domain/workflow-template';
import { savedVariables } from '@domain/launch';
import type { AnswerSeals, Move } from './answers.js';

interface GraphCopyPorts {
  readonly graphs: Pick<Graphs, 'load'>;
  readonly ids: Pick<IdAllocator, 'many'>;
  readonly seals: AnswerSeals;
}

/** Copies of a template's nodes for one workflow job: later edits of the template do not touch them (spec workflows.md §3.1). */
export class GraphCopies {
  constructor(private readonly ports: GraphCopyPorts) {}

  /** @param owner stream of the workflow job, to which the answers saved on the nodes belong from now on */
  async ofTemplate(template: Ref, owner: string): Promise<Graph> {
    const { nodes, edges } = await this.ports.graphs.load(template.id);
    const originals = [...nodes.values()].sort((a, b) => a.id - b.id);
    const ids = await this.ports.ids.many('workflow_job_node', originals.length);
    const idOf = new Map(originals.map(({ id }, index) => [id, ids[index] as number]));
    const move = { from: template.ref, to: owner };
    return {
      nodes: await Promise.all(originals.map((node) => this.copy(node, idOf.get(node.id) as number, move))),
      edges: edges.map(({ from, to, kind }) => ({ from: idOf.get(from) as number, to: idOf.get(to) as number, kind })),
      source: template,
    };
  }

  /** As many roots as there are slices, all of the same job template (spec workflows.md §3.11). */
  async ofSlices(template: Ref, count: number): Promise<Graph> {
    const ids = await this.ports.ids.many('workflow_job_node', count);
    return { nodes: ids.map((id) => sliceNode(id, template)), edges: [], source: template };
  }

  /** The nodes that another workflow job walked, where no template is left to copy from. */
  async ofRun({ nodes, edges, source }: Graph, move: Move): Promise<Graph> {
    const ids = await this.ports.ids.many('workflow_job_node', nodes.length);
    const idOf = new Map(nodes.map(({ id }, index) => [id, ids[index] as number]));
    return {
      nodes: await Promise.all(
        nodes.map(async (node) => ({
          ...node,
          id: idOf.get(node.id) as number,
          prompts: await this.ownPrompts(node.prompts, move),
        })),
      ),
      edges: edges.map(({ from, to, kind }) => ({ from: idOf.get(from) as number, to: idOf.get(to) as number, kind })),
      source,
    };
  }

  private async copy(original: TemplateNode, id: number, move: Move): Promise<JobNode> {
    const { identifier, template, converge, prompts, credentials, labels, instanceGroups } = original;
    return {
      id,
      templateNode: original.id,
      identifier,
      template: template && { id: template.id, kind: template.kind },
      converge,
      prompts: await this.ownPrompts(prompts, move),
      credentials,
      labels,
      instanceGroups,
    };
  }

  private async ownPrompts(prompts: JsonObject, move: Move): Promise<JsonObject> {
    const stored = savedVariables(prompts);
    const { variables } = await this.ports.seals.own(stored, null, move);
    return variables === stored ? prompts : { ...prompts, extra_data: variables as unknown as JsonObject };
  }
}

const sliceNode = (id: number, template: Ref): JobNode => ({
  id,
  templateNode: null,
  identifier: '',
  template: { id: template.id, kind: 'job_template' },
  converge: false,
  prompts: {},
  credentials: [],
  labels: [],
  instanceGroups: [],
});
