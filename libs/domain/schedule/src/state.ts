import type { JsonObject } from '@domain/kernel';
import { type SavedChange, withPrompt } from '@domain/launch';
import type { NameClaim, ScheduledTemplate, ScheduleEvent, ScheduleFields, ScheduleTiming } from './messages.js';

/** A schedule that exists. */
export interface Schedule extends ScheduleFields {
  readonly status: 'live';
  readonly id: number;
  readonly enabled: boolean;
  readonly prompts: JsonObject;
  readonly credentials: readonly number[];
  readonly labels: readonly number[];
  /** In the order in which they are tried. */
  readonly instanceGroups: readonly number[];
  readonly timing: ScheduleTiming;
  /** The latest occurrence that was decided, fired or skipped: none before it is decided again. */
  readonly lastOccurrence: string | null;
  readonly claims: readonly NameClaim[];
  /** Tokens of claims that were taken away before they were used. */
  readonly forgone: readonly string[];
}

/** `abandoned`: the creator was too slow and lost its name; nothing can be created on this stream any more. */
export type ScheduleState = { readonly status: 'none' | 'deleted' | 'abandoned' } | Schedule;

export const initial: ScheduleState = { status: 'none' };

type Data<Type extends ScheduleEvent['type']> = Extract<ScheduleEvent, { readonly type: Type }>['data'];
type Folds = { readonly [Type in ScheduleEvent['type']]?: (schedule: Schedule, data: Data<Type>) => ScheduleState };

const NO_TIMING: ScheduleTiming = { dtstart: null, dtend: null, nextRun: null };

const created = (data: Data<'ScheduleCreated'>): Schedule => {
  const { id, name, description, template, rrule, enabled, prompts, claims } = data;
  return {
    status: 'live',
    ...{ id, name, description, template, rrule, enabled, prompts, claims },
    credentials: [],
    labels: [],
    instanceGroups: [],
    timing: NO_TIMING,
    lastOccurrence: null,
    forgone: [],
  };
};

const without = (ids: readonly number[], id: number): readonly number[] => ids.filter((other) => other !== id);

const FOLDS: Folds = {
  ScheduleChanged: (schedule, { changes, claims }) => ({
    ...changes.reduce(changed, schedule),
    claims: claims ?? schedule.claims,
  }),
  ScheduleEnabled: (schedule) => ({ ...schedule, enabled: true }),
  ScheduleDisabled: (schedule) => ({ ...schedule, enabled: false }),
  NextRunComputed: (schedule, { dtstart, dtend, nextRun }) => ({ ...schedule, timing: { dtstart, dtend, nextRun } }),
  ScheduleCredentialAttached: (schedule, { credential }) => ({
    ...schedule,
    credentials: [...schedule.credentials, credential.id],
  }),
  ScheduleCredentialDetached: (schedule, { credential }) => ({
    ...schedule,
    credentials: without(schedule.credentials, credential.id),
  }),
  ScheduleLabelAttached: (schedule, { label }) => ({ ...schedule, labels: [...schedule.labels, label.id] }),
  ScheduleLabelDetached: (schedule, { label }) => ({ ...schedule, labels: without(schedule.labels, label.id) }),
  ScheduleInstanceGroupsChanged: (schedule, { instanceGroups }) => ({ ...schedule, instanceGroups }),
  ScheduleTriggered: (schedule, { occurrence }) => ({ ...schedule, lastOccurrence: occurrence }),
  OccurrenceSkipped: (schedule, { occurrence }) => ({ ...schedule, lastOccurrence: occurrence }),
  ScheduleDeleted: () => ({ status: 'deleted' }),
  ScheduleNameForgone: (schedule, { claim }) => ({ ...schedule, forgone: [...schedule.forgone, claim.token] }),
};

/** One fold per event; those that history only remembers change nothing. */
export const evolve = (state: ScheduleState, event: ScheduleEvent): ScheduleState => {
  if (event.type === 'ScheduleCreated') return created(event.data);
  if (event.type === 'ScheduleCreationAbandoned') return { status: 'abandoned' };
  if (state.status !== 'live') return state;
  return FOLDS[event.type]?.(state, event.data as never) ?? state;
};

const changed = (schedule: Schedule, change: SavedChange): Schedule => {
  const { field, new: value } = change;
  switch (field) {
    case 'name':
    case 'description':
    case 'rrule':
      return { ...schedule, [field]: value as string };
    case 'template':
      return { ...schedule, template: value as unknown as ScheduledTemplate };
    default:
      return { ...schedule, prompts: withPrompt(schedule.prompts, change) };
  }
};
