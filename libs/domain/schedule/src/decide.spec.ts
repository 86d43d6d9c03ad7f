import { NO_RECORD } from '@domain/launch';
import type { JsonObject } from '@domain/kernel';
import { launchedData } from '@testing/builders';
import { credential, jobTemplate } from '@testing/launch';
import { specification } from '@testing/specification';
import {
  type ComputedTiming,
  type DueOccurrence,
  schedule,
  scheduleCatalog,
  type ScheduleChanges,
  type ScheduledTemplate,
  type ScheduleEvent,
  type ScheduleFields,
  scheduleStream,
  type TimingCause,
} from './index.js';

const given = specification(schedule);

const DEPLOY: ScheduledTemplate = { ref: 'jt-8', rev: 19, id: 8, name: 'Deploy app', kind: 'job_template' };
const DAILY = 'DTSTART:20300101T030000Z RRULE:FREQ=DAILY;INTERVAL=1';
const CLAIM = { name: 'name-schedule-1', token: 'first' };

const on = (day: string): string => `2030-01-${day}T03:00:00Z`;

const timing = (nextRun: string | null): ComputedTiming => ({
  ...{ dtstart: on('01'), dtend: null, nextRun, zoneData: '2025c' },
});

const computed = (cause: TimingCause, nextRun: string | null): ScheduleEvent => ({
  type: 'NextRunComputed',
  data: { ...timing(nextRun), cause },
});

const FIELDS: ScheduleFields = { name: 'nightly', description: '', template: DEPLOY, rrule: DAILY };

const data = (prompts: JsonObject = {}) => ({
  ...{ id: 12, ...FIELDS, enabled: true, sentRule: DAILY, prompts, claims: [CLAIM], fromJob: null },
  ...NO_RECORD,
});

const created = (prompts: JsonObject = {}): ScheduleEvent => ({ type: 'ScheduleCreated', data: data(prompts) });
const waiting = [created(), computed('created', on('01'))];

const changes = (more: Partial<ScheduleChanges>): { type: 'ChangeSchedule'; changes: ScheduleChanges } => ({
  type: 'ChangeSchedule',
  changes: { fields: {}, prompts: {}, record: NO_RECORD, claims: null, timing: timing(on('02')), ...more },
});

const changed = (field: string, old: unknown, value: unknown, name = 'nightly') =>
  ({ type: 'ScheduleChanged', data: { name, changes: [{ field, old, new: value }], ...NO_RECORD } }) as ScheduleEvent;

const NO_LISTS = { credentials: [], labels: [], instanceGroups: [] };

describe('a schedule', () => {
  it('is created with what it brings, and waits for its first occurrence', () => {
    const lists = { credentials: [credential('ssh', 7)], labels: [{ id: 6, name: 'night' }], instanceGroups: [3] };
    given()
      .when({ type: 'CreateSchedule', data: data({ limit: 'web' }), lists, timing: timing(on('01')) })
      .thenSatisfies((events, after) => {
        expect(events.map(({ type }) => type)).toEqual([
          ...['ScheduleCreated', 'ScheduleCredentialAttached', 'ScheduleLabelAttached'],
          ...['ScheduleInstanceGroupsChanged', 'NextRunComputed'],
        ]);
        expect(after).toMatchObject({ credentials: [7], labels: [6], instanceGroups: [3], prompts: { limit: 'web' } });
        expect(after).toMatchObject({ timing: { nextRun: on('01') } });
      });
  });

  it('is created once', () => {
    given(...waiting)
      .when({ type: 'CreateSchedule', data: data(), lists: NO_LISTS, timing: timing(on('01')) })
      .thenNothing();
  });

  it('changes fields and prompts; the same values change nothing', () => {
    given(created({ limit: 'web' }))
      .when(changes({ fields: { name: 'nightly', description: 'new' }, prompts: { limit: 'web' } }))
      .then(changed('description', '', 'new'));
    given(created({ limit: 'web' }))
      .when(changes({ prompts: { limit: null } }))
      .then(changed('limit', 'web', null));
    given(...waiting)
      .when(changes({ fields: { template: { ...DEPLOY, rev: 20 } } }))
      .thenNothing();
  });

  it('computes its next occurrence when its rule or its switch changes, and only then', () => {
    given(...waiting)
      .when(changes({ fields: { rrule: 'other' } }))
      .then(changed('rrule', DAILY, 'other'), computed('rule_changed', on('02')));
    given(...waiting)
      .when(changes({ enabled: false, timing: timing(null) }))
      .then({ type: 'ScheduleDisabled', data: { name: 'nightly' } }, computed('disabled', null));
    given(...waiting, { type: 'ScheduleDisabled', data: { name: 'nightly' } })
      .when(changes({ enabled: true }))
      .then({ type: 'ScheduleEnabled', data: { name: 'nightly' } }, computed('enabled', on('02')));
    given(...waiting)
      .when(changes({ enabled: true }))
      .thenNothing();
  });

  it('is gone after its deletion', () => {
    const deleted: ScheduleEvent = {
      type: 'ScheduleDeleted',
      data: { id: 12, name: 'nightly', because: 'template_deleted' },
    };
    given(...waiting)
      .when({ type: 'DeleteSchedule', because: 'template_deleted' })
      .then(deleted);
    given(...waiting, deleted)
      .when(changes({}))
      .thenRefused({ kind: 'missing' });
    given(...waiting, deleted)
      .when({ type: 'ForgetDeleted', kind: 'label', id: 6 })
      .thenNothing();
  });
});

describe('lists of a schedule', () => {
  const asking = jobTemplate({ asks: { credentials: true } });
  const attach = (id: number, target: typeof asking | null = asking, present: (typeof asking)['credentials'] = []) =>
    ({ type: 'AttachCredential', credential: credential('ssh', id), target, present }) as const;

  it('take a credential, and remember one that was refused', () => {
    given(...waiting)
      .when(attach(7))
      .thenSatisfies((events) => expect(events).toMatchObject([{ type: 'ScheduleCredentialAttached' }]));
    given(...waiting)
      .when(attach(7, jobTemplate()))
      .thenSatisfies((events) =>
        expect(events).toMatchObject([
          { type: 'CredentialAssociationRefused', data: { credential: { id: 7 }, rule: 'not_prompted' } },
        ]),
      );
  });

  it('are judged by what is there', () => {
    const held = {
      type: 'ScheduleCredentialAttached',
      data: { credential: { id: 8, name: 'x' }, exclusivityKey: 'k' },
    };
    given(...waiting, held as ScheduleEvent)
      .when(attach(7))
      .thenRefused({ kind: 'retry' });
  });

  it('hold labels and instance groups once, in order', () => {
    const label = { id: 6, name: 'night' };
    const groups = (instanceGroups: number[]) =>
      ({ type: 'ScheduleInstanceGroupsChanged', data: { instanceGroups } }) as const;
    given(...waiting)
      .when({ type: 'AttachLabel', label })
      .then({ type: 'ScheduleLabelAttached', data: { label } });
    given(...waiting, { type: 'ScheduleLabelAttached', data: { label } })
      .when({ type: 'AttachLabel', label })
      .thenNothing();
    given(...waiting, groups([3]))
      .when({ type: 'AttachInstanceGroup', instanceGroup: 2 })
      .then(groups([3, 2]));
    given(...waiting, groups([3, 2]))
      .when({ type: 'DetachInstanceGroup', instanceGroup: 3 })
      .then(groups([2]));
    given(...waiting)
      .when({ type: 'DetachLabel', label })
      .thenNothing();
  });

  it('let go of what was deleted', () => {
    given(created({ inventory: 3 }))
      .when({ type: 'ForgetDeleted', kind: 'inventory', id: 3 })
      .then(changed('inventory', 3, null));
    given(created({ inventory: 3 }))
      .when({ type: 'ForgetDeleted', kind: 'execution_environment', id: 3 })
      .thenNothing();
    for (const kind of ['credential', 'label', 'instance_group'] as const)
      given(...waiting)
        .when({ type: 'ForgetDeleted', kind, id: 3 })
        .thenNothing();
  });
});

describe('an occurrence', () => {
  const launch = launchedData('job', 402);
  const fires = { launch, graph: null, startError: null };
  const window = { after: on('01'), until: '2030-01-01T03:00:01Z' };
  const due = (more: Partial<DueOccurrence> = {}) =>
    ({
      type: 'TriggerSchedule',
      due: {
        ...{ occurrence: on('01'), lateByMs: 1000, window, missed: null, timing: timing(on('02')) },
        outcome: { fires, template: DEPLOY },
        ...more,
      },
    }) as const;
  const skipped = { skipped: 'max_active_jobs', explanation: '10 of 10' } as const;
  const triggered: ScheduleEvent = {
    type: 'ScheduleTriggered',
    data: {
      ...{ occurrence: on('01'), lateByMs: 1000, window, job: { kind: 'job', id: 402 }, template: DEPLOY },
      ...fires,
    },
  };

  it('becomes a job under its reserved id, and the next one is waited for', () => {
    given(...waiting)
      .when(due())
      .then(triggered, computed('triggered', on('02')));
  });

  it('is decided once: another clock finds nothing left', () => {
    given(...waiting, triggered, computed('triggered', on('02')))
      .when(due())
      .thenNothing();
  });

  it('is not decided again when the rule comes back to it', () => {
    given(...waiting, triggered, computed('triggered', on('02')), computed('rule_changed', on('01')))
      .when(due())
      .then(computed('skipped', on('02')));
  });

  it('is lost with its reason when it is blocked', () => {
    given(...waiting)
      .when(due({ outcome: skipped }))
      .then(
        {
          type: 'OccurrenceSkipped',
          data: { occurrence: on('01'), reason: 'max_active_jobs', explanation: '10 of 10' },
        },
        computed('skipped', on('02')),
      );
  });

  it('tells of those that passed while nobody looked', () => {
    const missed = { from: on('02'), to: on('09'), count: 8 };
    given(...waiting)
      .when(due({ missed, timing: timing(on('10')) }))
      .then({ type: 'OccurrencesMissed', data: missed }, triggered, computed('triggered', on('10')));
  });

  it('does not happen when the schedule is disabled, changed or deleted meanwhile', () => {
    given(...waiting, { type: 'ScheduleDisabled', data: { name: 'nightly' } })
      .when(due())
      .thenNothing();
    given(...waiting, computed('rule_changed', on('05')))
      .when(due())
      .thenNothing();
    given(...waiting, { type: 'ScheduleDeleted', data: { id: 12, name: 'nightly', because: 'requested' } })
      .when(due())
      .thenNothing();
  });
});

describe('a name', () => {
  const other = { name: 'name-schedule-2', token: 'second' };

  it('in use stays; one that is not used goes', () => {
    given(...waiting)
      .when({ type: 'ForgoName', claim: CLAIM })
      .thenNothing();
    given(...waiting)
      .when({ type: 'ForgoName', claim: other })
      .then({ type: 'ScheduleNameForgone', data: { claim: other } });
  });

  it('that went cannot be used any more', () => {
    given(...waiting, { type: 'ScheduleNameForgone', data: { claim: other } })
      .when(changes({ fields: { name: 'x' }, claims: [other] }))
      .thenRefused({ kind: 'retry', code: 'NAME_LOST' });
    given()
      .when({ type: 'ForgoName', claim: other })
      .then({ type: 'ScheduleCreationAbandoned', data: { claim: other } });
    given({ type: 'ScheduleCreationAbandoned', data: { claim: other } })
      .when({ type: 'CreateSchedule', data: data(), lists: NO_LISTS, timing: timing(null) })
      .thenRefused({ code: 'NAME_LOST' });
  });
});

it('names its streams, and documents every event', () => {
  expect(scheduleStream(12)).toBe('schedule-12');
  for (const { about } of Object.values(scheduleCatalog)) expect(about).toMatch(/\.$/);
});
