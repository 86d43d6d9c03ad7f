import { derivedId } from '@application/event-sourcing';
import type { LaunchingSchedule, ScheduledLaunches } from '@application/launching';
import type { ReadStore } from '@application/ports';
import { passedBetween } from '@domain/recurrence';
import type { DueOccurrence, Schedule, ScheduleEvent, TickWindow } from '@domain/schedule';
import type { Schedules } from '../schedules.js';
import { SCHEDULE_TABLE } from '../tables.js';
import { instantOfText, timingAfterwards } from '../timing.js';
import { blockedBy } from './blocked.js';

const DUE = `SELECT id FROM ${SCHEDULE_TABLE} WHERE next_run <= ? ORDER BY next_run, id`;
const NEXT = `SELECT MIN(next_run) AS next_run FROM ${SCHEDULE_TABLE}`;

type SkippedOccurrence = Extract<ScheduleEvent, { readonly type: 'OccurrenceSkipped' }>['data'];

export interface FiringPorts {
  readonly schedules: Schedules;
  readonly launches: Pick<ScheduledLaunches, 'target' | 'prepare'>;
  readonly store: Pick<ReadStore, 'all'>;
  /** Told of what could not even be recorded; the schedule is looked at again. */
  readonly onTrouble: (schedule: number, error: unknown) => void;
  /** Told of an occurrence that becomes no job. */
  readonly onSkipped: (schedule: number, skipped: SkippedOccurrence) => void;
  /** Told at every named point where a crash must do no harm. */
  readonly reached?: ((point: string) => void) | undefined;
}

/** What one look at the clock is about. */
export interface Tick extends TickWindow {
  /** Occurrences up to here were looked at by an earlier run of the program: whatever is left of them is stale. */
  readonly staleUntil: string | null;
}

/** A schedule with the revision of its stream that was read. */
type ReadSchedule = Schedule & { readonly rev: number };

/** Turns due occurrences into jobs: at most one job each, whatever happens in between. */
export class DueSchedules {
  constructor(private readonly ports: FiringPorts) {}

  /** One schedule after the other, by when they are due; what goes wrong with one does not keep the others. */
  async fire(tick: Tick): Promise<void> {
    for (const row of await this.ports.store.all(DUE, [tick.until])) {
      const id = Number(row['id']);
      try {
        await this.fireOne(id, tick);
      } catch (error) {
        this.ports.onTrouble(id, error);
      }
    }
  }

  /** When to look again, in milliseconds since 1970; null when nothing is scheduled. */
  async next(): Promise<number | null> {
    const [row] = await this.ports.store.all(NEXT, []);
    const next = row?.['next_run'];
    return typeof next === 'string' ? instantOfText(next) : null;
  }

  private async fireOne(id: number, tick: Tick): Promise<void> {
    const { schedules, reached, onSkipped } = this.ports;
    const { state, revision } = await schedules.loadAt(id);
    if (state.status !== 'live' || state.timing.nextRun === null) return;
    const occurrence = state.timing.nextRun;
    const now = instantOfText(tick.until);
    if (instantOfText(occurrence) > now) return;
    const due = await this.due({ ...state, rev: revision }, occurrence, { ...tick, now });
    reached?.('before:schedule-trigger');
    const { events } = await schedules.handle(id, { type: 'TriggerSchedule', due }, contextOf(state, occurrence));
    for (const { type, data } of events) if (type === 'OccurrenceSkipped') onSkipped(id, data as SkippedOccurrence);
    reached?.('after:schedule-trigger');
  }

  private async due(state: ReadSchedule, occurrence: string, tick: Tick & { now: number }): Promise<DueOccurrence> {
    const { now, after, until } = tick;
    const { rrule, enabled } = state;
    const begin = instantOfText(occurrence);
    return {
      occurrence,
      lateByMs: now - begin,
      window: { after, until },
      outcome: await this.outcome(state, occurrence, tick),
      missed: passedBetween(rrule, { after: begin, until: now }),
      timing: timingAfterwards({ rrule, enabled, now, lastOccurrence: occurrence }, state.timing),
    };
  }

  /** An occurrence whose job cannot even be prepared is lost, and history says why. */
  private async outcome(
    state: ReadSchedule,
    occurrence: string,
    { now, staleUntil }: Tick & { now: number },
  ): Promise<DueOccurrence['outcome']> {
    if (staleUntil !== null && instantOfText(occurrence) <= instantOfText(staleUntil))
      return { skipped: 'stale', explanation: `It was due before ${staleUntil}, when the clock was last looked at.` };
    const schedule: LaunchingSchedule = state;
    try {
      const target = await this.ports.launches.target(schedule);
      if (!target) return { skipped: 'error', explanation: 'What it launches does not exist any more.' };
      const blocked = await blockedBy(this.ports.store, target, now);
      if (blocked) return blocked;
      const { template, ...fires } = await this.ports.launches.prepare(schedule, target, occurrence);
      return { fires, template };
    } catch (error) {
      return { skipped: 'error', explanation: error instanceof Error ? error.message : String(error) };
    }
  }
}

/** The same for every attempt at an occurrence: a repeat is recognised by the log. */
const contextOf = ({ id, name }: Schedule, occurrence: string) => {
  const trigger = derivedId('schedule trigger', id, occurrence);
  return {
    commandId: trigger,
    correlation: trigger,
    causation: trigger,
    actor: { kind: 'schedule', id, name } as const,
  };
};
