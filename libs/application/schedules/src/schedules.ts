import type { AggregateRunner, CommandContext, Handled } from '@application/event-sourcing';
import { missing } from '@domain/kernel';
import {
  type NameClaim,
  type Schedule,
  schedule,
  scheduleCatalog,
  type ScheduleCommand,
  type ScheduleState,
  scheduleStream,
  usesName,
} from '@domain/schedule';

/** The aggregates of schedules, by id. */
export class Schedules {
  constructor(private readonly runner: AggregateRunner) {}

  handle(id: number, command: ScheduleCommand, context: CommandContext): Promise<Handled<ScheduleState>> {
    return this.handleStream(scheduleStream(id), command, context);
  }

  async load(id: number): Promise<ScheduleState> {
    return (await this.loadAt(id)).state;
  }

  /** With the revision of its stream. */
  loadAt(id: number): Promise<{ readonly state: ScheduleState; readonly revision: number }> {
    return this.runner.load(scheduleStream(id), schedule, scheduleCatalog);
  }

  /** @throws DomainError missing */
  async live(id: number): Promise<Schedule> {
    const state = await this.load(id);
    if (state.status !== 'live') throw missing();
    return state;
  }

  /** Fences the owner of a name: it either uses the name already, or never will under this claim. */
  async isUsing(owner: string, claim: NameClaim, context: CommandContext): Promise<boolean> {
    const { state } = await this.handleStream(owner, { type: 'ForgoName', claim }, context);
    return usesName(state, claim);
  }

  private handleStream(
    stream: string,
    command: ScheduleCommand,
    context: CommandContext,
  ): Promise<Handled<ScheduleState>> {
    return this.runner.handle({ stream, decider: schedule, catalog: scheduleCatalog, command, context });
  }
}
