import type { CommandContext } from '@application/event-sourcing';
import type { Position } from '@application/ports';
import { createJob } from '@application/processes';
import { Graphs } from '@application/workflow-templates';
import type { JsonObject } from '@domain/kernel';
import { jobStream } from '@domain/job';
import {
  callbackLayer,
  callbackNeedsInput,
  compose,
  type LaunchedData,
  type LaunchTarget,
  type Named,
  passwordVariables,
  plainVariables,
  shownVariables,
} from '@domain/launch';
import { AnswerSeals } from '../answers.js';
import { GraphCopies } from '../graph-copies.js';
import { launchedByUser, type Launcher } from '../launched-data.js';
import { LaunchPlans } from '../launch-plans.js';
import type { LaunchingPorts } from '../ports.js';

/** What a recognised host brings along. */
export interface HostCall {
  readonly host: Named;
  /** Null: no variables came. */
  readonly variables: JsonObject | null;
  /** Whoever had logged in all the same. */
  readonly user: { readonly id: number; readonly username: string } | undefined;
}

/** A job of a host as it will be created. */
export interface CallbackJob {
  readonly launch: LaunchedData;
  readonly isStartable: boolean;
}

/** Jobs that hosts ask for themselves (spec callbacks.md §2.2, §2.3): composed like every launch. */
export class CallbackLaunches {
  private readonly seals: AnswerSeals;
  private readonly plans: LaunchPlans;

  constructor(private readonly ports: Pick<LaunchingPorts, 'aggregates' | 'ids' | 'targets' | 'sealer'>) {
    const { aggregates, ids, targets, sealer } = ports;
    this.seals = new AnswerSeals(sealer);
    this.plans = new LaunchPlans(targets, new GraphCopies({ graphs: new Graphs(aggregates), ids, seals: this.seals }));
  }

  /** Whether a person would have to answer something first. */
  needsInput(target: LaunchTarget, variables: JsonObject | null): boolean {
    return callbackNeedsInput(target, variables && plainVariables(variables));
  }

  /** The job under an id of its own, which owns its secrets. */
  async prepare(target: LaunchTarget, { host, variables, user }: HostCall): Promise<CallbackJob> {
    const id = await this.ports.ids.next('unified_job');
    const owner = jobStream(id);
    const layer = callbackLayer(target, host.name, variables && plainVariables(variables));
    const own = await this.seals.own(layer.variables ?? {}, target.survey, { from: owner, to: owner });
    const launched = await this.seals.target(target, owner);
    const composition = compose({
      target: launched,
      mode: 'callback',
      layers: [{ ...layer, ...own }],
      isUnsliced: true,
    });
    const requested = requestedOf(target, host, variables);
    const { launch } = await this.plans.plan({ id, target, composition, requested }, launcherOf(host, user));
    return { launch, isStartable: composition.startable.ok };
  }

  async create(launch: LaunchedData, context: CommandContext): Promise<Position | undefined> {
    const events = await createJob(this.ports.aggregates, { launch, startError: null }, context);
    return events.at(-1)?.position;
  }
}

const requestedOf = ({ survey }: LaunchTarget, host: Named, variables: JsonObject | null): JsonObject => ({
  limit: host.name,
  ...(variables && { extra_vars: shownVariables(plainVariables(variables), passwordVariables(survey)) }),
});

/** Nobody's own, unless somebody had logged in. */
const launcherOf = (host: Named, user: HostCall['user']): Launcher => ({
  ...(user ? launchedByUser(user) : { launchedBy: null, createdBy: null, ancestors: [] }),
  launchType: 'callback',
  trigger: { by: 'callback', host: host.id },
});
