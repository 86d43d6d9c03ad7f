import { derivedId } from '@application/event-sourcing';
import type { LaunchTargets } from '@application/launch-targets';
import type { Clock, IdAllocator, Position, SecretSealer } from '@application/ports';
import type { ResourceService, WriteContext } from '@application/resources';
import {
  offeredBy,
  overlaid,
  type SavedConfiguration,
  type SavedConfigurations,
  withoutNulls,
} from '@application/saved-configurations';
import { invalid, type JsonObject } from '@domain/kernel';
import { type LaunchTarget, NO_RECORD, type ScalarPrompts } from '@domain/launch';
import {
  type NameClaim,
  type Schedule,
  type ScheduleChanges,
  type ScheduledTemplate,
  scheduleStream,
} from '@domain/schedule';
import { type ScheduleBody, readScheduleBody, touchesConfiguration } from './schedule-body.js';
import type { ScheduleNames } from './schedule-names.js';
import type { ScheduleRights } from './schedule-rights.js';
import type { Schedules } from './schedules.js';
import { demandSchedulable, findTemplate, idIn } from './scheduled-templates.js';
import { computedTiming, instantOfText } from './timing.js';

/** A schedule that was written; a reader of its own writes waits for the position. */
export interface WrittenSchedule {
  readonly id: number;
  readonly position: Position | undefined;
}

export interface ScheduleServicePorts {
  readonly schedules: Schedules;
  readonly rights: ScheduleRights;
  readonly names: ScheduleNames;
  readonly configurations: SavedConfigurations;
  readonly resources: ResourceService;
  readonly targets: LaunchTargets;
  readonly ids: IdAllocator;
  readonly sealer: Pick<SecretSealer, 'shred'>;
  readonly clock: Clock;
}

const NOTHING_JUDGED: SavedConfiguration = { prompts: {}, record: NO_RECORD };

interface Judging {
  readonly id: number;
  readonly target: LaunchTarget;
  readonly body: ScheduleBody;
  readonly stored: Schedule | null;
}

/** What a change makes of the configuration; `template`: another one than before. */
interface Reconfigured extends SavedConfiguration {
  readonly template?: ScheduledTemplate;
}

interface Claimed {
  readonly claims: readonly NameClaim[];
}

/** Schedules created, changed, removed (spec schedules.md §1 to §4). Refusals are DomainErrors in AWX's words. */
export class ScheduleService {
  constructor(private readonly ports: ScheduleServicePorts) {}

  /** @throws DomainError invalid | forbidden | missing */
  async create(sent: JsonObject, outer: WriteContext): Promise<WrittenSchedule> {
    const { rights, ids, names, schedules } = this.ports;
    const named = await this.target(idIn(sent['unified_job_template']), {});
    const context = await this.permittedOn(named, outer);
    const body = await this.read(sent, 'create');
    const target = await this.valid(body, named?.ref.id ?? null, body.prompts);
    await rights.demandPrompts(body.prompts, {}, context);
    const id = await ids.next('schedule');
    const judged = await this.judge({ id, target, body, stored: null });
    const { name = '', description = '', rule = { sent: '', normalized: '' }, enabled = true } = body;
    const template = templateOf(target);
    const claims = await names.claim({ id, name, template: template.id, current: [] }, context);
    const fields = { id, name, description, template, rrule: rule.normalized, sentRule: rule.sent, enabled };
    const data = { ...fields, ...judged.record, prompts: withoutNulls(judged.prompts), claims, fromJob: null };
    const timing = computedTiming({ rrule: rule.normalized, enabled, now: this.now(), lastOccurrence: null });
    const lists = { credentials: [], labels: [], instanceGroups: [] };
    const command = { type: 'CreateSchedule', data, lists, timing } as const;
    const { position } = await schedules.handle(id, command, context);
    return { id, position };
  }

  /** PATCH or PUT. @throws DomainError invalid | forbidden | missing */
  async change(id: number, sent: JsonObject, mode: 'put' | 'patch', outer: WriteContext): Promise<WrittenSchedule> {
    const { rights, schedules, names } = this.ports;
    const context = await rights.demand('change', id, outer);
    const stored = await schedules.live(id);
    const body = await this.read(sent, mode);
    const reconfigured = await this.reconfigured(stored, body, context);
    const template = reconfigured.template?.id ?? stored.template.id;
    const claims = await names.claim({ id, name: body.name ?? stored.name, template, current: stored.claims }, context);
    const { position } = await schedules.handle(
      id,
      { type: 'ChangeSchedule', changes: this.changesOf(stored, body, { ...reconfigured, claims }) },
      context,
    );
    const gone = stored.claims.filter(({ token }) => !claims.some((kept) => kept.token === token));
    await names.release(id, gone, context);
    return { id, position };
  }

  async remove(id: number, outer: WriteContext): Promise<WrittenSchedule> {
    const { rights, schedules, names, sealer } = this.ports;
    const context = await rights.demand('delete', id, outer);
    const { claims } = await schedules.live(id);
    const { position } = await schedules.handle(id, { type: 'DeleteSchedule', because: 'requested' }, context);
    await names.release(id, claims, { ...context, commandId: derivedId('names', context.commandId) });
    await sealer.shred(scheduleStream(id));
    return { id, position };
  }

  private changesOf(stored: Schedule, body: ScheduleBody, decided: Reconfigured & Claimed): ScheduleChanges {
    const { template, prompts, record, claims } = decided;
    const { name, description, rule, enabled } = body;
    return {
      fields: {
        ...(name !== undefined && { name }),
        ...(description !== undefined && { description }),
        ...(rule && { rrule: rule.normalized }),
        ...(template && { template }),
      },
      ...(enabled !== undefined && { enabled }),
      ...{ prompts, record, claims: isSame(claims, stored.claims) ? null : claims },
      timing: computedTiming({
        rrule: rule?.normalized ?? stored.rrule,
        enabled: enabled ?? stored.enabled,
        now: this.now(),
        lastOccurrence: stored.lastOccurrence,
      }),
    };
  }

  private read(sent: JsonObject, mode: 'create' | 'put' | 'patch'): Promise<ScheduleBody> {
    return readScheduleBody(sent, mode, { lookup: this.ports.resources.lookup, now: this.now() });
  }

  private now(): number {
    return instantOfText(this.ports.clock.now());
  }

  /** Rights come before everything that is wrong with the body, as in AWX; without a template only superusers get further. */
  private async permittedOn(target: LaunchTarget | undefined, context: WriteContext): Promise<WriteContext> {
    const template = target ? templateOf(target) : { kind: 'job_template', id: 0 };
    return this.ports.rights.demandOn('create', template, context);
  }

  /** @throws DomainError invalid, with all that is wrong */
  private async valid(body: ScheduleBody, named: number | null, prompts: ScalarPrompts): Promise<LaunchTarget> {
    const target = await this.target(named, prompts);
    const errors = {
      ...body.errors,
      ...(!target && body.template !== undefined && unknownTemplate(body.template)),
      ...(target && demandSchedulable(target)),
    };
    if (Object.keys(errors).length > 0 || !target) throw invalid(errors);
    return target;
  }

  /** What changes in what it launches. Only a body that touches that is judged, and never one that just switches it off. */
  private async reconfigured(stored: Schedule, body: ScheduleBody, context: WriteContext): Promise<Reconfigured> {
    const { rights } = this.ports;
    if (body.isSwitchOff || (!touchesConfiguration(body) && Object.keys(body.errors).length === 0))
      return NOTHING_JUDGED;
    const id = body.template ?? stored.template.id;
    const target = await this.valid(body, id, overlaid(stored.prompts, body));
    const isNew = target.ref.id !== stored.template.id;
    if (isNew) await rights.demandOn('change', templateOf(target), context, context.viewer.id);
    await rights.demandPrompts(body.prompts, stored.prompts, context);
    const judged = await this.judge({ id: stored.id, target, body, stored });
    return { ...judged, ...(isNew && { template: templateOf(target) }) };
  }

  private judge({ id, target, body, stored }: Judging): Promise<SavedConfiguration> {
    const owner = scheduleStream(id);
    const source = { source: 'schedule', ref: owner } as const;
    const saving = { owner, source, mode: 'save-schedule', requireAnswers: true, target, body, stored } as const;
    return this.ports.configurations.judge(saving);
  }

  private target(id: number | null, prompts: ScalarPrompts): Promise<LaunchTarget | undefined> {
    return findTemplate(this.ports.targets, id, offeredBy(prompts));
  }
}

const unknownTemplate = (id: number) => ({
  unified_job_template: [`Invalid pk "${id}" - object does not exist.`],
});

const templateOf = ({ ref, kind }: LaunchTarget): ScheduledTemplate => ({ ...ref, kind });

const isSame = (claims: readonly NameClaim[], stored: readonly NameClaim[]): boolean =>
  claims.length === stored.length && claims.every(({ token }) => stored.some((claim) => claim.token === token));
