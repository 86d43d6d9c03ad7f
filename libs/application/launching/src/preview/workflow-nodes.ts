import type { ResourceType, WriteContext } from '@application/resources';
import { Graphs } from '@application/workflow-templates';
import { type Composition, composeSpawn, type LaunchTarget, workflowRunLayer } from '@domain/launch';
import type { TemplateNode } from '@domain/workflow-template';
import type { Launcher } from '../launched-data.js';
import { nodeLayer, savedVariables } from '../node-layers.js';
import type { LaunchingPorts } from '../ports.js';
import type { EnclosingRun } from '../spawning/enclosing-run.js';
import { TargetsOfOneWalk } from '../spawning/targets-of-one-walk.js';
import type { Seals } from '../trial-seals.js';
import { type LaunchView, templateOf } from './launch-view.js';
import type { NodePreview } from './preview-shape.js';

type NodePorts = Pick<LaunchingPorts, 'aggregates' | 'targets'> & { readonly trial: Seals; readonly view: LaunchView };

/** The workflow job as it would be. */
interface Outer {
  readonly target: LaunchTarget;
  readonly layer: EnclosingRun['layer'];
}

const LAUNCHER: Launcher = {
  launchType: 'workflow',
  trigger: { by: 'system', reason: 'preview' },
  launchedBy: null,
  createdBy: null,
  ancestors: [],
};

/** What the nodes of a workflow would run, as far as that is known before artifacts are. */
export class WorkflowNodePreviews {
  private readonly graphs: Graphs;
  private readonly targets: TargetsOfOneWalk;

  constructor(private readonly ports: NodePorts) {
    this.graphs = new Graphs(ports.aggregates);
    this.targets = new TargetsOfOneWalk(ports.targets);
  }

  /** @param composition of the workflow job. @param only this node */
  async of(
    target: LaunchTarget,
    composition: Composition,
    context: WriteContext,
    only?: number,
  ): Promise<readonly NodePreview[]> {
    const { nodes, edges } = await this.graphs.load(target.ref.id);
    const source = { source: 'workflow_job', name: target.ref.name } as const;
    const outer = { target, layer: workflowRunLayer(composition, source) };
    const wanted = [...nodes.values()]
      .filter(({ id }) => only === undefined || id === only)
      .sort((a, b) => a.id - b.id);
    return Promise.all(
      wanted.map(async (node) => {
        const parents = edges.filter(({ to }) => to === node.id).map(({ from, kind }) => ({ node: from, edge: kind }));
        return {
          ...{ id: node.id, identifier: node.identifier, parents, all_parents_must_converge: node.converge },
          starts: parents.length === 0 ? ('at_once' as const) : ('after_parents' as const),
          ...(await this.launch(node, outer, context)),
        };
      }),
    );
  }

  private async launch(
    node: TemplateNode,
    outer: Outer,
    context: WriteContext,
  ): Promise<Pick<NodePreview, 'template' | 'launch'>> {
    const target = await this.targets.of(node, outer);
    if (!target) return { template: null, launch: null };
    const template = templateOf(target);
    if (!(await this.isShown(node, target, context))) return { template, launch: null };
    const composition = await this.composed(node, target, outer);
    const composed = { target, composition, launcher: LAUNCHER, errors: {}, typed: [] };
    return { template, launch: await this.ports.view.of(composed, context) };
  }

  private async isShown(node: TemplateNode, { kind, ref }: LaunchTarget, context: WriteContext): Promise<boolean> {
    const { view } = this.ports;
    return (await view.mayRead(kind as ResourceType, ref.id, context)) && view.mayReadSaved(node, context);
  }

  private async composed(node: TemplateNode, target: LaunchTarget, outer: Outer): Promise<Composition> {
    const { ref } = outer.target;
    const layer = await nodeLayer(
      node,
      { source: 'node', ref: ref.ref, rev: ref.rev, node: node.id },
      this.ports.targets,
    );
    const variables = savedVariables(node);
    const { trial } = this.ports;
    const owned = variables && (await trial.own(variables, target.survey, { from: ref.ref, to: '' }));
    return composeSpawn({
      target: await trial.target(target, ''),
      node: { ...layer, ...owned },
      run: outer.layer,
      artifacts: [],
      enclosing: [{ id: ref.id, name: ref.name }],
    });
  }
}
