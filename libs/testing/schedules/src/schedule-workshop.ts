import { ScheduledLaunches } from '@application/launching';
import { LaunchTargets } from '@application/launch-targets';
import type { Row, StoredEvent } from '@application/ports';
import { ListReader } from '@application/queries';
import type { Caller } from '@application/resources';
import { resourceModels } from '@application/resources';
import {
  DueSchedules,
  forgottenBySchedules,
  isLabelOnSchedule,
  jobsFromSchedules,
  ScheduleApi,
  scheduleModel,
  ScheduleNames,
  Schedules,
} from '@application/schedules';
import type { JsonObject } from '@domain/kernel';
import { Installation } from '@testing/installation';

type Made = JsonObject & { readonly id: number };

/** A rule that is always to come. */
const DAILY = 'DTSTART:20350101T000000Z RRULE:FREQ=DAILY;INTERVAL=1';

/** An installation with a clock that a test sets, in which templates are scheduled. */
export class ScheduleWorkshop {
  readonly schedules: Schedules;
  readonly api: ScheduleApi;
  readonly targets: LaunchTargets;
  readonly clock = { time: '2030-01-01T00:00:00.000000Z', now: () => this.clock.time };
  readonly troubles: (readonly [schedule: number, problem: unknown])[] = [];
  organization = 0;
  project = 0;
  inventory = 0;
  private count = 0;

  private constructor(readonly cairn: Installation) {
    const { runner, resources, api, ids, sealer, store, ports } = cairn;
    this.schedules = new Schedules(runner);
    this.targets = new LaunchTargets(runner, store);
    const models = [...resourceModels, scheduleModel];
    this.api = new ScheduleApi({
      ...{ resources, api, ids, sealer, store, clock: this.clock, caughtUp: ports.caughtUp, aggregates: runner },
      schedules: this.schedules,
      targets: this.targets,
      lists: new ListReader(store, () => models),
    });
  }

  static async open(): Promise<ScheduleWorkshop> {
    const cairn = await Installation.open({ models: [scheduleModel], isLabelCarried: isLabelOnSchedule });
    const shop = new ScheduleWorkshop(cairn);
    ({ id: shop.organization } = await cairn.make('organization', { name: 'Ops' }));
    const { organization } = shop;
    ({ id: shop.project } = await cairn.make('project', { name: 'web', organization, local_path: 'web' }));
    ({ id: shop.inventory } = await cairn.make('inventory', { name: 'prod', organization }));
    return shop;
  }

  close(): Promise<void> {
    return this.cairn.close();
  }

  /** Id of a job template on the project and inventory; it asks for nothing unless told. */
  async jobTemplate(name: string, more: JsonObject = {}): Promise<number> {
    const { project, inventory } = this;
    return (await this.cairn.make('job_template', { name, project, inventory, playbook: 'site.yml', ...more })).id;
  }

  /** A daily schedule under a name of its own, made by `admin` or another caller. */
  add(template: number, body: JsonObject = {}, caller: Caller = this.cairn.caller()): Promise<Made> {
    const name = `schedule ${(this.count += 1)}`;
    const sent = { name, rrule: DAILY, unified_job_template: template, ...body };
    return this.api.create(undefined, sent, caller) as Promise<Made>;
  }

  patch(id: number, body: JsonObject, caller: Caller = this.cairn.caller()): Promise<JsonObject> {
    return this.api.change(id, body, 'patch', caller);
  }

  read(id: number, caller: Caller = this.cairn.caller()): Promise<JsonObject> {
    return this.api.read(id, caller);
  }

  /** A clock of its own, as every process has one. */
  clockwork(): DueSchedules {
    const { runner, ids, sealer, store } = this.cairn;
    return new DueSchedules({
      ...{ schedules: this.schedules, store },
      launches: new ScheduledLaunches({ aggregates: runner, ids, sealer, targets: this.targets }),
      onTrouble: (schedule, error) => this.troubles.push([schedule, error]),
      onSkipped: (schedule, { reason }) => this.troubles.push([schedule, reason]),
    });
  }

  /** It is now that time, and everything that is due is decided. */
  async tick(time: string, from: Partial<{ after: string; staleUntil: string }> = {}): Promise<void> {
    this.clock.time = time;
    await this.clockwork().fire({ after: null, staleUntil: null, ...from, until: time });
    await this.cairn.caughtUp(await this.cairn.log.head());
  }

  /** Lets the process manager see everything that was triggered, as often as it is called. */
  async launchJobs(): Promise<void> {
    const manager = jobsFromSchedules(this.cairn.runner);
    const { events } = await this.cairn.log.readAll();
    for (const event of events) if (manager.reactsTo.includes(event.type)) await manager.handle(event);
    await this.cairn.caughtUp(await this.cairn.log.head());
  }

  /** Rows of the jobs that a schedule started, oldest first. */
  async jobsOf(schedule: number): Promise<readonly Row[]> {
    return this.cairn.store.all('SELECT * FROM unified_job WHERE schedule = ? ORDER BY id', [schedule]);
  }

  /** Everything that was written about a schedule. */
  async history(id: number): Promise<readonly StoredEvent[]> {
    const events: StoredEvent[] = [];
    for await (const event of this.cairn.log.readStream(`schedule-${id}`)) events.push(event);
    return events;
  }

  /** Lets the process manager see all that was deleted. */
  async forget(): Promise<void> {
    const { runner, sealer, store, ports } = this.cairn;
    const names = new ScheduleNames(runner, this.schedules);
    const manager = forgottenBySchedules({
      ...{ schedules: this.schedules, names, sealer, store, caughtUp: ports.caughtUp },
    });
    const { events } = await this.cairn.log.readAll();
    for (const event of events) if (manager.reactsTo.includes(event.type)) await manager.handle(event);
    await this.cairn.caughtUp(await this.cairn.log.head());
  }
}
