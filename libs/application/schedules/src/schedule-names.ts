import type { AggregateRunner } from '@application/event-sourcing';
import { Names, type WriteContext } from '@application/resources';
import { type NameClaim, scheduleStream } from '@domain/schedule';
import type { CommandContext } from '@application/event-sourcing';
import type { Schedules } from './schedules.js';

const SCHEDULE_NAMES = {
  type: 'schedule',
  unique: [
    {
      fields: ['unified_job_template', 'name'],
      errorKey: '__all__',
      message: 'Schedule with this Unified job template and Name already exists.',
    },
  ],
} as const;

/** A schedule and the name it wants, among those of its template. */
export interface WantedName {
  readonly id: number;
  readonly name: string;
  readonly template: number;
  readonly current: readonly NameClaim[];
}

/** Names of schedules: each once per template. */
export class ScheduleNames {
  private readonly names: Names;

  constructor(runner: AggregateRunner, schedules: Schedules) {
    this.names = new Names(runner, schedules);
  }

  /** @throws DomainError invalid when another schedule of the template has it */
  claim({ id, name, template, current }: WantedName, context: WriteContext): Promise<readonly NameClaim[]> {
    const values = { unified_job_template: template, name };
    return this.names.claim({ declaration: SCHEDULE_NAMES, owner: scheduleStream(id), name, values, current, context });
  }

  release(id: number, claims: readonly NameClaim[], context: CommandContext): Promise<void> {
    return this.names.release(claims, scheduleStream(id), context);
  }
}
