import { Graphs } from '@application/workflow-templates';
import type { JsonObject, Ref } from '@domain/kernel';
import {
  compose,
  type Composition,
  type LaunchedData,
  type LaunchTarget,
  type Layer,
  shownVariables,
  type TemplateKind,
} from '@domain/launch';
import { AnswerSeals, type Move } from '../answers.js';
import { GraphCopies } from '../graph-copies.js';
import { composeOwned, LaunchPlans } from '../launch-plans.js';
import type { Launcher } from '../launched-data.js';
import { nodeLayer, offeredInventories, savedVariables, type SavedPrompts } from '../node-layers.js';
import type { LaunchingPorts } from '../ports.js';

/** A schedule that launches, with what it has saved. */
export interface LaunchingSchedule extends SavedPrompts {
  readonly id: number;
  readonly name: string;
  /** Revision of its stream that was read. */
  readonly rev: number;
  readonly template: { readonly kind: TemplateKind; readonly id: number };
}

/** What an occurrence becomes. */
export interface ScheduledLaunch {
  readonly template: Ref & { readonly kind: TemplateKind };
  readonly launch: LaunchedData;
  /** Of workflow jobs only. */
  readonly graph: object | null;
  /** Why the job cannot start. */
  readonly startError: string | null;
}

type Ports = Pick<LaunchingPorts, 'aggregates' | 'ids' | 'sealer' | 'targets'>;

/** Prepares the job of an occurrence from its template as it is now: what is refused is dropped, and the job starts without it. */
export class ScheduledLaunches {
  private readonly seals: AnswerSeals;
  private readonly plans: LaunchPlans;

  constructor(private readonly ports: Ports) {
    const { aggregates, ids, targets, sealer } = ports;
    this.seals = new AnswerSeals(sealer);
    this.plans = new LaunchPlans(targets, new GraphCopies({ graphs: new Graphs(aggregates), ids, seals: this.seals }));
  }

  /** @param target the template as it is now, with the inventory that the schedule offers */
  async prepare(schedule: LaunchingSchedule, target: LaunchTarget, occurrence: string): Promise<ScheduledLaunch> {
    const id = await this.ports.ids.next('unified_job');
    const composition = target.kind === 'project' ? null : await this.compose(id, schedule, target);
    const decided = { id, target, composition, requested: requestedBy(schedule) };
    const { launch, graph } = await this.plans.plan(decided, launcherOf(schedule, occurrence));
    const startError = composition && !composition.startable.ok ? composition.startable.explanation : null;
    return { template: { ...target.ref, kind: target.kind }, launch, graph, startError };
  }

  /** The template, with the inventory that the schedule offers; undefined when it is gone. */
  target(schedule: LaunchingSchedule): Promise<LaunchTarget | undefined> {
    const { kind, id } = schedule.template;
    return this.ports.targets.of(kind, id, offeredInventories(schedule));
  }

  private compose(id: number, schedule: LaunchingSchedule, target: LaunchTarget): Promise<Composition> {
    return composeOwned({ id, target }, async (owner) =>
      compose({
        target: await this.seals.target(target, owner),
        mode: 'schedule',
        layers: [await this.layer(schedule, target, { from: streamOf(schedule), to: owner })],
      }),
    );
  }

  private async layer(schedule: LaunchingSchedule, { survey }: LaunchTarget, move: Move): Promise<Layer> {
    const { id, name, rev } = schedule;
    const source = { source: 'schedule', ref: streamOf({ id }), rev, name } as const;
    const layer = await nodeLayer(schedule, source, this.ports.targets);
    const variables = savedVariables(schedule);
    const owned = variables ? await this.seals.own(variables, survey, move) : {};
    return { ...layer, gate: 'apply', ...owned };
  }
}

const streamOf = ({ id }: Pick<LaunchingSchedule, 'id'>): string => `schedule-${id}`;

/** What was saved, secrets masked. */
const requestedBy = (schedule: LaunchingSchedule): JsonObject => {
  const { extra_data: _variables, ...prompts } = schedule.prompts;
  const variables = savedVariables(schedule);
  return { ...prompts, ...(variables && { extra_vars: shownVariables(variables) }) };
};

const launcherOf = ({ id, name }: LaunchingSchedule, occurrence: string): Launcher => ({
  launchType: 'scheduled',
  trigger: { by: 'schedule', schedule: id, occurrence },
  launchedBy: { id, name, type: 'schedule', url: `/api/v2/schedules/${id}/` },
  createdBy: null,
  ancestors: [],
});
