import type { LaunchTargets } from '@application/launch-targets';
import { type Caller, writeContext } from '@application/resources';
import { Graphs } from '@application/workflow-templates';
import { DomainError, type JsonObject, missing } from '@domain/kernel';
import { compose, jobLaunchForm, type LaunchTarget, workflowLaunchForm } from '@domain/launch';
import type { TemplateNode } from '@domain/workflow-template';
import { nodeLayer, offeredInventories, savedVariables } from '../node-layers.js';
import type { LaunchingPorts } from '../ports.js';
import { describedLaunch } from './described-launch.js';
import type { LaunchableKind } from './launch-body.js';

type FormPorts = Pick<LaunchingPorts, 'aggregates' | 'targets' | 'resources'>;

/** What a launch of a template would ask for (spec launch.md §5, §7). */
export class LaunchForms {
  private readonly graphs: Graphs;

  constructor(private readonly ports: FormPorts) {
    this.graphs = new Graphs(ports.aggregates);
  }

  /** @throws DomainError missing | forbidden */
  async form(kind: LaunchableKind, id: number, caller: Caller): Promise<JsonObject> {
    await this.ports.resources.permitted(kind, id, 'read', writeContext(caller, 'form'));
    const [target, text] = await Promise.all([this.ports.targets.of(kind, id), this.text(kind, id)]);
    if (!target) throw missing();
    if (kind === 'workflow_job_template') {
      return { ...workflowLaunchForm(target, text), ...(await this.nodeWarnings(id, target)) };
    }
    return jobLaunchForm(await this.withEnvironment(target), text);
  }

  /** What OPTIONS tells of the page. @throws DomainError missing */
  async describe(kind: LaunchableKind, id: number, caller: Caller): Promise<JsonObject> {
    return describedLaunch(kind, await this.mayLaunch(kind, id, caller));
  }

  private async mayLaunch(kind: LaunchableKind, id: number, caller: Caller): Promise<boolean> {
    try {
      await this.ports.resources.permitted(kind, id, 'execute', writeContext(caller, 'describe'));
      return true;
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'forbidden') return false;
      throw error;
    }
  }

  /** The template's variables as they were written. */
  private async text(kind: LaunchableKind, id: number): Promise<string> {
    const found = await this.ports.targets.resources.find(kind, id);
    const text = found?.state.fields['extra_vars'];
    return typeof text === 'string' ? text : '';
  }

  private async withEnvironment(target: LaunchTarget): Promise<LaunchTarget> {
    const id = target.values.execution_environment;
    if (typeof id !== 'number') return target;
    const [found] = await this.ports.targets.named('execution_environment', [id]);
    return found ? { ...target, fixed: { ...target.fixed, execution_environment: { ...found } } } : target;
  }

  /** Nodes that would not run as they were saved; they do not keep anybody from launching. */
  private async nodeWarnings(id: number, outer: LaunchTarget): Promise<JsonObject> {
    const { nodes } = await this.graphs.load(id);
    const ordered = [...nodes.values()].sort((a, b) => a.id - b.id);
    const judged = await Promise.all(ordered.map((node) => this.judge(node, outer)));
    const ids = (verdict: NodeVerdict) => ordered.filter((_node, index) => judged[index] === verdict).map((n) => n.id);
    return { node_templates_missing: ids('missing'), node_prompts_rejected: ids('rejected') };
  }

  private async judge(node: TemplateNode, outer: LaunchTarget): Promise<NodeVerdict> {
    if (node.template === null) return 'missing';
    const { kind, id } = node.template;
    const target = await this.ports.targets.of(kind, id, offeredInventories(node));
    if (!target) return 'missing';
    return (await hasRefusals(node, target, { outer, targets: this.ports.targets })) ? 'rejected' : 'fine';
  }
}

type NodeVerdict = 'missing' | 'rejected' | 'fine';

const hasRefusals = async (
  node: TemplateNode,
  target: LaunchTarget,
  { outer, targets }: { readonly outer: LaunchTarget; readonly targets: LaunchTargets },
): Promise<boolean> => {
  const source = { source: 'node', ref: outer.ref.ref, node: node.id } as const;
  const variables = savedVariables(node);
  const layer = {
    ...(await nodeLayer(node, source, targets)),
    ...(variables && { variables }),
    gate: 'apply' as const,
  };
  const { ignored } = compose({ target, mode: 'save-node', layers: [layer] });
  return Object.keys(ignored).length > 0;
};
