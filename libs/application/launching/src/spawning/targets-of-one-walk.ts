import type { LaunchTargets } from '@application/launch-targets';
import type { LaunchTarget } from '@domain/launch';
import type { JobNode } from '@domain/workflow-run';
import { offeredInventories, type SavedPrompts } from '../node-layers.js';
import type { EnclosingRun } from './enclosing-run.js';

/** Templates of the nodes that become runnable together; nodes that share one read it once. */
export class TargetsOfOneWalk {
  private readonly asked = new Map<string, Promise<LaunchTarget | undefined>>();

  constructor(private readonly targets: LaunchTargets) {}

  /** undefined when the template is gone */
  async of(
    node: Pick<JobNode, 'template'> & SavedPrompts,
    { layer }: Pick<EnclosingRun, 'layer'>,
  ): Promise<LaunchTarget | undefined> {
    if (node.template === null) return undefined;
    const { kind, id } = node.template;
    const outer = layer.prompts?.inventory;
    const offered = [...offeredInventories(node), ...(typeof outer === 'number' ? [outer] : [])];
    const key = `${kind} ${id} ${offered.join(' ')}`;
    const target = this.asked.get(key) ?? this.targets.of(kind, id, offered);
    this.asked.set(key, target);
    return target;
  }
}
