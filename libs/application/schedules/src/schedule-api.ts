import type { AggregateRunner } from '@application/event-sourcing';
import { RecordedJobs, RelaunchRights } from '@application/launching';
import type { LaunchTargets } from '@application/launch-targets';
import type { Clock, IdAllocator, Position, ReadStore, Row, SecretSealer } from '@application/ports';
import { type ListReader, listAnswer, type QueryModel, type Scope } from '@application/queries';
import {
  type Caller,
  kindOf,
  type ResourceApi,
  type ResourceService,
  type ResourceType,
  type Target,
  urlOf,
  writeContext,
} from '@application/resources';
import { membersOf, SAVED_LISTS, SavedConfigurations, type SavedListPath } from '@application/saved-configurations';
import type { Viewer } from '@domain/access';
import { forbidden, invalid, type JsonObject } from '@domain/kernel';
import { previewOf, refusalsOf, ZONE_LINKS, ZONE_NAMES } from '@domain/recurrence';
import { sql } from 'kysely';
import { ScheduleDescriptions } from './describe-schedules.js';
import { readableSchedules } from './readable-schedules.js';
import { ScheduleFromJob } from './schedule-from-job.js';
import { ScheduleLists } from './schedule-lists.js';
import { scheduleModel, schedulesOfTemplate } from './schedule-model.js';
import { ScheduleNames } from './schedule-names.js';
import { ScheduleRights } from './schedule-rights.js';
import { ScheduleService, type WrittenSchedule } from './schedule-service.js';
import { scheduleUrl, ScheduleViews } from './schedule-views.js';
import type { Schedules } from './schedules.js';
import { SCHEDULE_MEMBERS } from './tables.js';
import { instantOfText, withinReason } from './timing.js';

export interface ScheduleApiPorts {
  readonly schedules: Schedules;
  readonly aggregates: AggregateRunner;
  readonly resources: ResourceService;
  readonly api: ResourceApi;
  readonly targets: LaunchTargets;
  readonly ids: IdAllocator;
  readonly sealer: SecretSealer;
  readonly store: ReadStore;
  readonly clock: Clock;
  readonly lists: Pick<ListReader, 'page'>;
  readonly caughtUp: (position: Position | undefined) => Promise<void>;
}

/** A list of a schedule, by its path segment. */
export interface ScheduleList {
  readonly schedule: number;
  readonly path: SavedListPath;
}

/** Schedules as the API speaks of them: bodies come in, answers in AWX's shape go out (spec schedules.md). */
export class ScheduleApi {
  readonly rights: ScheduleRights;
  private readonly service: ScheduleService;
  private readonly fromJob: ScheduleFromJob;
  private readonly members: ScheduleLists;
  private readonly views: ScheduleViews;
  private readonly descriptions: ScheduleDescriptions;

  constructor(private readonly ports: ScheduleApiPorts) {
    this.rights = new ScheduleRights(ports.resources, ports.store);
    const parts = { ...ports, rights: this.rights, configurations: new SavedConfigurations(ports) };
    const names = new ScheduleNames(ports.aggregates, ports.schedules);
    this.service = new ScheduleService({ ...parts, names });
    const jobs = new RecordedJobs(ports.aggregates);
    this.fromJob = new ScheduleFromJob({ ...parts, names, jobs, relaunch: new RelaunchRights(ports) });
    this.members = new ScheduleLists(parts);
    this.views = new ScheduleViews(ports.store, this.rights);
    this.descriptions = new ScheduleDescriptions(ports.store, ports.api.scopes);
  }

  /** @param template undefined: the body names it */
  async create(template: Target | undefined, body: JsonObject, caller: Caller): Promise<JsonObject> {
    const sent = template ? { ...body, unified_job_template: template.id } : body;
    if (template) await this.ports.api.readable(template, caller.viewer);
    return this.written(await this.service.create(sent, writeContext(caller)), caller);
  }

  /** Repeats a job that the caller may read. @throws DomainError missing | forbidden | refused */
  async createFromJob(job: number, caller: Caller): Promise<JsonObject> {
    return this.written(await this.fromJob.create(job, writeContext(caller, 'schedule')), caller);
  }

  async change(id: number, body: JsonObject, mode: 'put' | 'patch', caller: Caller): Promise<JsonObject> {
    return this.written(await this.service.change(id, body, mode, writeContext(caller)), caller);
  }

  async remove(id: number, caller: Caller): Promise<void> {
    const { position } = await this.service.remove(id, writeContext(caller));
    await this.ports.caughtUp(position);
  }

  async read(id: number, { viewer }: Caller): Promise<JsonObject> {
    return this.shown(await this.readable(id, viewer), viewer);
  }

  /** All that the caller may read. */
  list(search: string, { viewer }: Caller): Promise<JsonObject> {
    return this.page({ model: scheduleModel, path: '/api/v2/schedules/', search }, viewer);
  }

  async ofTemplate(template: Target, search: string, { viewer }: Caller): Promise<JsonObject> {
    await this.ports.api.readable(template, viewer);
    const path = `${urlOf(kindOf(template.kind), template.id)}schedules/`;
    const own: Scope = (alias) => sql`${sql.ref(`${alias}.unified_job_template`)} = ${template.id}`;
    return this.page({ model: schedulesOfTemplate, path, search }, viewer, own);
  }

  /** The row of a schedule. @throws DomainError missing | forbidden */
  async readable(id: number, viewer: Viewer): Promise<Row> {
    const row = await this.rights.row(id);
    const kind = String(row['template_kind']) as ResourceType;
    await this.ports.api.readable({ kind, id: Number(row['unified_job_template']) }, viewer);
    return row;
  }

  async membersOf({ schedule, path }: ScheduleList, search: string, { viewer }: Caller): Promise<JsonObject> {
    const kind = SAVED_LISTS[path];
    await this.readable(schedule, viewer);
    const attached = membersOf(SCHEDULE_MEMBERS, schedule, kind);
    const visible = await this.ports.api.scopes.of(kind, viewer);
    const scopes = visible ? [attached, visible] : [attached];
    return this.ports.api.page({ kind, path: `${scheduleUrl(schedule)}${path}/`, search, scopes }, viewer);
  }

  /** @returns the label when one was made */
  async relate({ schedule, path }: ScheduleList, body: JsonObject, caller: Caller): Promise<JsonObject | undefined> {
    const kind = SAVED_LISTS[path];
    const { created, position } = await this.members.post(schedule, kind, body, writeContext(caller));
    await this.ports.caughtUp(position);
    return created === undefined ? undefined : this.ports.api.read({ kind, id: created }, caller);
  }

  /** The next occurrences of a rule. @throws DomainError invalid, as saving it would */
  preview(body: JsonObject): JsonObject {
    const { rrule } = body;
    if (rrule === undefined) throw invalid({ rrule: ['This field is required.'] });
    if (rrule === null) throw invalid({ rrule: ['This field may not be null.'] });
    if (typeof rrule !== 'string') throw invalid({ rrule: ['Not a valid string.'] });
    if (rrule.trim() === '') throw invalid({ rrule: ['This field may not be blank.'] });
    const now = instantOfText(this.ports.clock.now());
    const refused = refusalsOf(rrule, now);
    if (refused.length > 0) throw invalid({ rrule: refused });
    return { ...withinReason(() => previewOf(rrule, now)) };
  }

  zones(): JsonObject {
    return { zones: ZONE_NAMES, links: ZONE_LINKS };
  }

  /** What OPTIONS says of all schedules, or of those of one template. */
  describeList({ viewer }: Caller, template?: number): Promise<JsonObject> {
    return this.descriptions.list(viewer, template);
  }

  async describe(id: number, caller: Caller): Promise<JsonObject> {
    return this.descriptions.detail(await this.mayChange(id, caller));
  }

  async describeMembers({ schedule, path }: ScheduleList, caller: Caller): Promise<JsonObject> {
    return this.descriptions.members(SAVED_LISTS[path], await this.mayChange(schedule, caller));
  }

  /** What was written, as it reads now. */
  async written({ id, position }: WrittenSchedule, { viewer }: Caller): Promise<JsonObject> {
    await this.ports.caughtUp(position);
    return this.shown(await this.rights.row(id), viewer);
  }

  private async mayChange(id: number, { viewer }: Caller): Promise<boolean> {
    const row = await this.readable(id, viewer);
    return (await this.rights.capabilities([row], viewer))(row)['edit'] === true;
  }

  private async page(listed: Listed, viewer: Viewer, among?: Scope): Promise<JsonObject> {
    const visible = await readableSchedules(this.ports.api.scopes, viewer);
    const scopes = [among, visible].filter((scope) => scope !== undefined);
    const page = await this.ports.lists.page({ ...listed, scopes });
    return listAnswer(page, await this.views.show(page.rows, viewer));
  }

  private async shown(row: Row, viewer: Viewer): Promise<JsonObject> {
    const [shown] = await this.views.show([row], viewer);
    if (!shown) throw forbidden();
    return shown;
  }
}

interface Listed {
  readonly model: QueryModel;
  readonly path: string;
  readonly search: string;
}
