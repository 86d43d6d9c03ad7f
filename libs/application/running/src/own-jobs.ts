import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type AggregateRunner, type CommandContext, derivedId } from '@application/event-sourcing';
import { LogUnavailable } from '@application/ports';
import { isHeldBy, type Job, job, jobCatalog, type JobCommand, type JobEvent, jobStream } from '@domain/job';
import { decideAll, step } from './run-steps.js';

export interface OwnJobsOptions {
  readonly aggregates: AggregateRunner;
  /** Name of this runner. */
  readonly node: string;
  readonly onTrouble: (job: number, error: unknown) => void;
  /** Waits before the end of a run is offered again to a log that did not take it, milliseconds; the last one again and again. */
  readonly retryDelays?: readonly number[];
}

const RETRY_DELAYS = [100, 1000, 5000, 30_000];

type Admission = Extract<JobCommand, { readonly type: 'AdmitJob' }>;

/**
 * Jobs as one runner may speak of them. Whose a job is, its stream alone decides: of several runners that admit or adopt a job
 * one gets it, and what a runner tells of a job that another one has decides nothing.
 */
export class OwnJobs {
  constructor(private readonly options: OwnJobsOptions) {}

  async load(id: number): Promise<Job> {
    const { state } = await this.options.aggregates.load(jobStream(id), job, jobCatalog);
    return state;
  }

  /** This runner has it, and it is not over. */
  has(state: Job): boolean {
    return isHeldBy(this.options.node, state);
  }

  /** Another runner has it, or had it last. */
  isElsewhere({ node }: Job): boolean {
    return node !== null && node !== this.options.node;
  }

  /** Each runner's admission is a command of its own: were they the same, the second would take the first one's event for its own. */
  admit(id: number, admission: Omit<Admission, 'type' | 'node'>, cause: string): Promise<Job> {
    const { node } = this.options;
    const context = { ...step(cause, 'admit'), commandId: derivedId('runner', cause, 'admit', node) };
    return this.tell(id, [{ type: 'AdmitJob', ...admission, node }], context);
  }

  /** Takes over what another runner had; it may come back to one that had it before. The state afterwards tells whether this one was the first. */
  adopt(id: number, { attempt, node: from }: Job): Promise<Job> {
    if (attempt === null || from === null) return this.load(id);
    const { node } = this.options;
    const context = { ...step(attempt, 'adopt'), commandId: randomUUID() };
    return this.decide(id, (state) => job.decide({ type: 'AdoptJob', attempt, from, node }, state), context);
  }

  /** Several commands decided one on the other, in one append. */
  tell(id: number, commands: readonly JobCommand[], context: CommandContext): Promise<Job> {
    return this.decide(id, (state) => (this.isElsewhere(state) ? [] : decideAll(state, commands)), context);
  }

  /** What ran has ended whether the log can take that or not (a full disk): nobody else would tell it, so it waits. */
  async tellEnd(
    id: number,
    commands: readonly JobCommand[],
    { context, signal }: { readonly context: CommandContext; readonly signal: AbortSignal },
  ): Promise<Job> {
    const { retryDelays = RETRY_DELAYS, onTrouble } = this.options;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.tell(id, commands, context);
      } catch (error) {
        if (!(error instanceof LogUnavailable) || signal.aborted) throw error;
        onTrouble(id, error);
        const delay = retryDelays[Math.min(attempt, retryDelays.length - 1)];
        await pause(delay, undefined, { signal, ref: false });
      }
    }
  }

  private async decide(
    id: number,
    decideWith: (state: Job) => readonly JobEvent[],
    context: CommandContext,
  ): Promise<Job> {
    const { aggregates } = this.options;
    const handling = { stream: jobStream(id), decider: job, catalog: jobCatalog, decideWith, context };
    const { state } = await aggregates.handle(handling);
    return state;
  }
}
