import { derivedId } from '@application/event-sourcing';
import { hasPromptRights, type RecordedJobs, type RelaunchRights } from '@application/launching';
import { answerField, type LaunchTargets } from '@application/launch-targets';
import type { Clock, IdAllocator, ReadStore, SecretSealer } from '@application/ports';
import type { ResourceService, WriteContext } from '@application/resources';
import { DomainError, forbidden, isSealed, type JsonObject, refused, type Value } from '@domain/kernel';
import { type LaunchedData, NO_RECORD, type RecordedPrompts } from '@domain/launch';
import { type ScheduledTemplate, type ScheduleLists, scheduleStream } from '@domain/schedule';
import type { ScheduleNames } from './schedule-names.js';
import type { ScheduleRights } from './schedule-rights.js';
import type { WrittenSchedule } from './schedule-service.js';
import type { Schedules } from './schedules.js';
import { SCHEDULE_TABLE } from './tables.js';
import { computedTiming, instantOfText } from './timing.js';

export interface FromJobPorts {
  readonly schedules: Schedules;
  readonly rights: ScheduleRights;
  readonly names: ScheduleNames;
  readonly jobs: Pick<RecordedJobs, 'job'>;
  readonly relaunch: Pick<RelaunchRights, 'demand'>;
  readonly resources: ResourceService;
  readonly targets: LaunchTargets;
  readonly ids: IdAllocator;
  readonly sealer: Pick<SecretSealer, 'reseal'>;
  readonly store: Pick<ReadStore, 'all'>;
  readonly clock: Clock;
}

/** How often another name is tried when somebody takes the first free one. */
const ATTEMPTS = 5;

const NO_PASSWORDS = 'Cannot create schedule because job requires credential passwords.';
const NO_CONFIGURATION = 'Cannot create schedule because job was launched by legacy method.';
const INCOMPLETE = 'Cannot create schedule because a related resource is missing.';

/** What is repeated. */
interface Repeating {
  readonly job: number;
  readonly stream: string;
  readonly template: ScheduledTemplate;
  readonly config: RecordedPrompts;
}

/** Schedules that repeat a job with what it was launched with (spec relaunch-and-create-schedule.md §5). */
export class ScheduleFromJob {
  constructor(private readonly ports: FromJobPorts) {}

  /** A disabled schedule. @throws DomainError missing | forbidden | refused */
  async create(job: number, outer: WriteContext): Promise<WrittenSchedule> {
    const { jobs, relaunch, rights, resources, ids } = this.ports;
    const { ref, launch } = await jobs.job(job);
    await relaunch.demand(launch, outer);
    const { template, config } = await this.schedulable(launch);
    const context = await rights.demandOn('create', template, outer);
    if (!(await hasPromptRights(config, resources, context))) throw forbidden();
    const id = await ids.next('schedule');
    return this.append(id, { job, stream: ref.ref, template, config }, context);
  }

  /** @throws DomainError refused */
  private async schedulable({ composition, template }: LaunchedData): Promise<Pick<Repeating, 'template' | 'config'>> {
    if (composition && composition.passwordsNeeded.length > 0) throw refused({ error: NO_PASSWORDS });
    if (!composition?.launchConfig) throw refused({ error: NO_CONFIGURATION });
    const target = template && (await this.ports.targets.of('job_template', template.id));
    if (!target || !(await this.isThere(composition.effective.inventory))) throw refused({ error: INCOMPLETE });
    return { config: composition.launchConfig, template: { ...target.ref, kind: target.kind } };
  }

  private async isThere(inventory: unknown): Promise<boolean> {
    if (typeof inventory !== 'number') return false;
    return (await this.ports.targets.named('inventory', [inventory])).length > 0;
  }

  private async append(id: number, repeating: Repeating, context: WriteContext): Promise<WrittenSchedule> {
    const { schedules, names, clock } = this.ports;
    const now = instantOfText(clock.now());
    const { job, template } = repeating;
    const rrule = `DTSTART:${compact(now)} RRULE:FREQ=MONTHLY;INTERVAL=1`;
    const [prompts, lists] = [await this.prompts(id, repeating), await this.lists(repeating.config)];
    for (let attempt = 1; ; attempt += 1) {
      const name = await this.freeName(job);
      const step = { ...context, commandId: derivedId('name', context.commandId, attempt) };
      try {
        const claims = await names.claim({ id, name, template: template.id, current: [] }, step);
        const own = { id, name, description: '', template, rrule, sentRule: rrule, enabled: false, fromJob: job };
        const data = { ...own, ...NO_RECORD, prompts, claims };
        const timing = computedTiming({ rrule, enabled: false, now, lastOccurrence: null });
        const { position } = await schedules.handle(id, { type: 'CreateSchedule', data, lists, timing }, context);
        return { id, position };
      } catch (error) {
        if (!(error instanceof DomainError && error.code === 'NAME_TAKEN') || attempt === ATTEMPTS) throw error;
      }
    }
  }

  /** As recorded, secrets readable by the schedule. */
  private async prompts(id: number, { stream, config }: Repeating): Promise<JsonObject> {
    const { extra_vars: variables, credentials: _c, labels: _l, instance_groups: _g, ...scalars } = config;
    if (!variables) return scalars;
    const own: [string, Value][] = [];
    for (const [name, value] of Object.entries(variables)) own.push([name, await this.owned(id, stream, name, value)]);
    return { ...scalars, extra_data: Object.fromEntries(own) as unknown as JsonObject };
  }

  private async owned(id: number, stream: string, name: string, value: Value): Promise<Value> {
    if (!isSealed(value)) return value;
    const field = answerField(name);
    return this.ports.sealer.reseal({ owner: stream, field }, { owner: scheduleStream(id), field }, value);
  }

  private async lists({ credentials, labels, instance_groups: groups }: RecordedPrompts): Promise<ScheduleLists> {
    const { targets } = this.ports;
    const ids = (items: readonly { readonly id: number }[] = []): readonly number[] => items.map(({ id }) => id);
    return {
      credentials: await targets.credentials(ids(credentials)),
      labels: await targets.named('label', ids(labels)),
      instanceGroups: ids(await targets.named('instance_group', ids(groups))),
    };
  }

  /** Free among all schedules, as AWX looks for it. */
  private async freeName(job: number): Promise<string> {
    const base = `Auto-generated schedule from job ${job}`;
    const sql = `SELECT name FROM ${SCHEDULE_TABLE} WHERE name = ? OR name LIKE ?`;
    const taken = new Set((await this.ports.store.all(sql, [base, `${base} - number %`])).map(({ name }) => name));
    if (!taken.has(base)) return base;
    for (let number = 1; ; number += 1)
      if (!taken.has(`${base} - number ${number}`)) return `${base} - number ${number}`;
  }
}

/** `20300115T120000Z` */
const compact = (now: number): string => `${new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
