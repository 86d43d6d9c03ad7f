import type { LaunchTargets } from '@application/launch-targets';
import type { Variables } from '@domain/kernel';
import {
  type Composition,
  composeSpawn,
  type InheritedArtifacts,
  inheritedFrom,
  type LaunchTarget,
  passwordVariables,
  slicedRunLayer,
  type UngatedLayer,
} from '@domain/launch';
import type { RunnableNode } from '@domain/workflow-run';
import type { AnswerSeals, Move } from '../answers.js';
import { composeOwned } from '../launch-plans.js';
import { nodeLayer, savedVariables } from '../node-layers.js';
import type { EnclosingRun } from './enclosing-run.js';
import { recordedLists } from './slices.js';

/** A node that is about to get its job. */
export interface Spawning {
  /** Reserved for the job, which owns its secrets. */
  readonly id: number;
  readonly target: LaunchTarget;
  readonly runnable: RunnableNode;
  readonly outer: EnclosingRun;
}

/** What node, ancestors and workflow job come to under the rules of the node's template (spec precedence.md §4). */
export class SpawnRules {
  constructor(
    private readonly targets: LaunchTargets,
    private readonly seals: AnswerSeals,
  ) {}

  compose(spawning: Spawning): Promise<Composition> {
    const { target, outer } = spawning;
    return composeOwned(spawning, async (owner) => {
      const move = { from: outer.stream, to: owner };
      return composeSpawn({
        target: await this.seals.target(target, owner),
        node: await this.nodeLayer(spawning, move),
        run: await this.owned(await this.runLayer(outer), target, move),
        artifacts: await this.artifacts(spawning, move),
        enclosing: outer.enclosing,
        isSlice: outer.isSliced,
      });
    });
  }

  private async nodeLayer({ target, runnable: { node }, outer }: Spawning, move: Move): Promise<UngatedLayer> {
    const source = { source: 'node', ref: outer.stream, node: node.id } as const;
    const layer = await nodeLayer(node, source, this.targets);
    const variables = savedVariables(node);
    return variables ? this.owned({ ...layer, variables }, target, move) : layer;
  }

  private async runLayer({ launch, isSliced, layer }: EnclosingRun): Promise<UngatedLayer> {
    const { composition } = launch;
    if (!isSliced || composition === null) return layer;
    return slicedRunLayer(composition, layer.source, await recordedLists(composition, this.targets));
  }

  private async artifacts(
    { target: { survey }, runnable: { inherited, origins } }: Spawning,
    { to }: Move,
  ): Promise<readonly InheritedArtifacts[]> {
    const artifacts = inheritedFrom(inherited, origins);
    if (passwordVariables(survey).length === 0) return artifacts;
    const own = async (values: Variables) => (await this.seals.own(values, survey, { from: to, to })).variables;
    return Promise.all(artifacts.map(async ({ source, values }) => ({ source, values: await own(values) })));
  }

  private async owned(layer: UngatedLayer, { survey }: LaunchTarget, move: Move): Promise<UngatedLayer> {
    const { variables } = layer;
    if (variables === undefined) return layer;
    const owned = await this.seals.own(variables, survey, move);
    return owned.variables === variables ? layer : { ...layer, ...owned };
  }
}
