import type { NodeLaunches } from '@application/processes';
import { Graphs } from '@application/workflow-templates';
import type { OpenRun, RunnableNode, SpawnInput, SpawnInputs, SpawnTarget, WorkflowRun } from '@domain/workflow-run';
import { AnswerSeals } from '../answers.js';
import { GraphCopies } from '../graph-copies.js';
import { LaunchPlans } from '../launch-plans.js';
import type { LaunchingPorts } from '../ports.js';
import { enclosingRun, nodeLauncher } from './enclosing-run.js';
import { sliceOf } from './slices.js';
import { type Spawning, SpawnRules } from './spawn-rules.js';
import { TargetsOfOneWalk } from './targets-of-one-walk.js';

type SpawnPorts = Pick<LaunchingPorts, 'aggregates' | 'ids' | 'sealer' | 'targets'>;

/** Prepares the jobs of runnable nodes from their templates as they are now (spec workflows.md §3.5). */
export class SpawnPreparation implements NodeLaunches {
  private readonly rules: SpawnRules;
  private readonly plans: LaunchPlans;

  constructor(private readonly ports: SpawnPorts) {
    const { aggregates, ids, targets } = ports;
    const seals = new AnswerSeals(ports.sealer);
    this.rules = new SpawnRules(targets, seals);
    this.plans = new LaunchPlans(targets, new GraphCopies({ graphs: new Graphs(aggregates), ids, seals }));
  }

  async prepare(run: WorkflowRun, runnable: readonly RunnableNode[]): Promise<SpawnInputs> {
    if (!('plan' in run)) return {};
    const ids = await this.ports.ids.many('unified_job', runnable.length);
    const targets = new TargetsOfOneWalk(this.ports.targets);
    const inputs = runnable.map(async (each, index): Promise<[number, SpawnInput]> => {
      const outer = enclosingRun(run.launch);
      const id = ids[index] as number;
      const target = await targets.of(each.node, outer);
      return [
        each.node.id,
        { jobId: id, target: target ? await this.spawn({ id, target, runnable: each, outer }, run) : null },
      ];
    });
    return Object.fromEntries(await Promise.all(inputs));
  }

  /** The composition is told once, within the launch. */
  private async spawn(spawning: Spawning, run: OpenRun): Promise<SpawnTarget> {
    const { id, target, runnable, outer } = spawning;
    const composed = target.kind === 'project' ? null : await this.rules.compose(spawning);
    const slice = outer.isSliced && composed ? sliceOf(runnable.node, run, composed) : { composition: composed };
    const plan = await this.plans.plan({ id, target, requested: {}, ...slice }, nodeLauncher(outer, runnable.node));
    const startError = composed && !composed.startable.ok ? composed.startable.explanation : null;
    return { kind: plan.launch.kind, template: target.ref, ...plan, composition: null, startError };
  }
}
