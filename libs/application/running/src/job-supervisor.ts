import { derivedId, type AggregateRunner, type CommandContext } from '@application/event-sourcing';
import type {
  Executor,
  JobOutput,
  RunObserver,
  RunOutcome,
  RunRequest,
  RunStarted,
  StoredEvent,
} from '@application/ports';
import type { Slot } from '@domain/dispatcher';
import { type Job, job, jobCatalog, type JobCommand, type JobEvent, type JobStartedData, jobStream } from '@domain/job';
import { type Actor, type JsonObject, SYSTEM_ACTOR } from '@domain/kernel';
import { toReport, lostReport } from './run-report.js';
import { toStored } from './run-event.js';

/** What a job needs to run, or why it cannot. */
export type Prepared =
  | { readonly ok: true; readonly request: RunRequest; readonly injected: JsonObject }
  /** `failed` by the pre-start check, or `error`: the system could not run it (spec jobs.md §1.6). */
  | { readonly ok: false; readonly as: 'pre-start' | 'error'; readonly reason: string };

export interface RunPreparation {
  prepare(state: Job, attempt: string): Promise<Prepared>;
  /** Host ids by name, for resolving events and statistics. */
  hosts(state: Job): Promise<ReadonlyMap<string, number>>;
}

export interface JobSupervisorOptions {
  readonly aggregates: AggregateRunner;
  readonly executor: Executor;
  readonly output: JobOutput;
  readonly preparation: RunPreparation;
  /** Gives a slot back that its job has no use for. */
  readonly release: (job: number) => Promise<void>;
  /** Name of this node, shown as `execution_node`. */
  readonly node: string;
  readonly instanceGroup: () => Promise<number>;
  readonly onTrouble: (job: number, error: unknown) => void;
  /** Told at every named point where a crash must do no harm; see {@link CRASH_POINTS}. */
  readonly reached?: (point: CrashPoint) => void;
}

/** Between these steps of a run the server may die at any moment. */
export const CRASH_POINTS = ['run:admitted', 'run:started', 'run:ended', 'run:recorded'] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

const RUNNER: Actor = { kind: 'runner', id: null, name: 'runner' };

/** A run in this process: what is known of its start before it is in the log. */
interface ActiveRun {
  started: JobStartedData | null;
  recording: Promise<unknown> | null;
}

/**
 * Carries admitted jobs through: admits, prepares, runs, records. Everything it knows is in the log, in the run's directory
 * or in the output store, so after a restart it goes on from the slots that are held.
 */
export class JobSupervisor {
  private readonly active = new Map<number, ActiveRun>();

  constructor(private readonly options: JobSupervisorOptions) {}

  /** A slot was claimed for a job: admit it and set it going. Resolves once it is admitted; the run goes on by itself. */
  async admit(slot: Slot, because: StoredEvent): Promise<void> {
    if (this.active.has(slot.job)) return;
    const state = await this.load(slot.job);
    if (isOver(state)) return this.options.release(slot.job);
    if (state.status !== 'pending') return this.pickUp(slot.job, state);
    const context = commandContext(because.id, 'admit', because.meta.correlation);
    await this.send(slot.job, await this.admission(slot.attempt, slot.impact), context);
    this.follow(slot.job, (run) => this.execute(slot.job, slot.attempt, run));
  }

  /** After a restart: goes on with every job that holds a slot. */
  async recover(slots: readonly Slot[]): Promise<void> {
    for (const { job: id, kind } of slots) {
      if (kind === 'workflow_job' || this.active.has(id)) continue;
      const state = await this.load(id);
      if (isOver(state)) await this.options.release(id);
      else if (state.status === 'waiting' || state.status === 'running') await this.pickUp(id, state);
    }
  }

  async cancel(id: number): Promise<void> {
    await this.options.executor.cancel(id);
  }

  /** Runs this process follows; they go on without it. */
  get following(): readonly number[] {
    return [...this.active.keys()];
  }

  private async pickUp(id: number, state: Job): Promise<void> {
    const attempt = state.attempt;
    if (attempt === null) return;
    this.follow(id, async (run) => {
      const observer = await this.observer(id, state, {}, run, attempt);
      const storedEvents = await this.options.output.lastCounter(id);
      const outcome = await this.options.executor.resume({ jobId: id, attempt, storedEvents }, observer);
      if (outcome === 'never-started') return this.startAnew(id, attempt, run);
      await this.record(id, attempt, outcome === 'lost' ? null : outcome, run);
    });
    if (state.cancelRequested) await this.options.executor.cancel(id);
  }

  /** The earlier attempt can never start any more, so another one may. */
  private async startAnew(id: number, former: string, run: ActiveRun): Promise<void> {
    const attempt = derivedId('attempt', former, 'again');
    const context = commandContext(attempt, 'admit', '');
    await this.send(id, await this.admission(attempt, 0), context);
    await this.execute(id, attempt, run);
  }

  private follow(id: number, work: (run: ActiveRun) => Promise<void>): void {
    const run: ActiveRun = { started: null, recording: null };
    this.active.set(id, run);
    work(run)
      .catch((error: unknown) => this.giveUp(id, error))
      .catch((error: unknown) => this.options.onTrouble(id, error))
      .finally(() => this.active.delete(id));
  }

  private async execute(id: number, attempt: string, run: ActiveRun): Promise<void> {
    const state = await this.load(id);
    if (isOver(state)) return;
    const prepared = await this.options.preparation.prepare(state, attempt);
    const context = commandContext(attempt, 'prepare', state.correlation);
    if (!prepared.ok) return this.send(id, refusal(prepared.as, prepared.reason), context);
    const observer = await this.observer(id, state, prepared.injected, run, attempt);
    this.options.reached?.('run:admitted');
    const outcome = await this.options.executor.run(prepared.request, observer);
    this.options.reached?.('run:ended');
    await this.record(id, attempt, outcome, run);
  }

  private async observer(
    id: number,
    state: Job,
    injected: JsonObject,
    run: ActiveRun,
    attempt: string,
  ): Promise<RunObserver> {
    const hosts = await this.options.preparation.hosts(state);
    return {
      started: (info: RunStarted) => {
        this.options.reached?.('run:started');
        run.started = { attempt, ...info, injected };
        run.recording = afterThisTurn().then(() => this.recordStart(id, run));
        return Promise.resolve();
      },
      events: (batch) =>
        this.options.output.append(
          id,
          batch.map((event) => toStored(event, hosts)),
        ),
    };
  }

  /** Unless the run is over by now: then start and end go into one append. */
  private async recordStart(id: number, run: ActiveRun): Promise<void> {
    const data = run.started;
    if (!data) return;
    run.started = null;
    await this.send(id, { type: 'RecordStart', data }, commandContext(data.attempt, 'start', ''));
    const state = await this.load(id);
    if (state.cancelRequested) await this.options.executor.cancel(id);
  }

  private async record(id: number, attempt: string, outcome: RunOutcome | null, run: ActiveRun): Promise<void> {
    const start = run.started;
    run.started = null;
    await run.recording;
    const hosts = await this.options.preparation.hosts(await this.load(id));
    const report = outcome ? toReport(outcome, hosts) : lostReport();
    const commands: JobCommand[] = start ? [{ type: 'RecordStart', data: start }] : [];
    commands.push({ type: 'RecordRun', attempt, report });
    await this.send(id, commands, commandContext(attempt, 'end', ''));
    this.options.reached?.('run:recorded');
    await this.options.executor.forget({ jobId: id, attempt });
  }

  private async giveUp(id: number, error: unknown): Promise<void> {
    this.options.onTrouble(id, error);
    const explanation = `Job could not be run: ${error instanceof Error ? error.message : String(error)}`;
    await this.send(
      id,
      { type: 'FailJob', explanation, as: 'error' },
      commandContext(derivedId('trouble', String(id)), 'end', ''),
    );
  }

  private async admission(attempt: string, impact: number): Promise<JobCommand> {
    const instanceGroup = await this.options.instanceGroup();
    return { type: 'AdmitJob', attempt, instanceGroup, node: this.options.node, impact };
  }

  private async load(id: number): Promise<Job> {
    const { state } = await this.options.aggregates.load(jobStream(id), job, jobCatalog);
    return state;
  }

  private async send(id: number, command: JobCommand | readonly JobCommand[], context: CommandContext): Promise<void> {
    const commands: readonly JobCommand[] = Array.isArray(command) ? command : [command as JobCommand];
    await this.options.aggregates.handle({
      stream: jobStream(id),
      decider: job,
      catalog: jobCatalog,
      decideWith: (state: Job) => decideAll(state, commands),
      context: { ...context, correlation: context.correlation || (await this.load(id)).correlation },
    });
  }
}

const decideAll = (before: Job, commands: readonly JobCommand[]): readonly JobEvent[] => {
  const events: JobEvent[] = [];
  let state = before;
  for (const command of commands) {
    const decided = job.decide(command, state);
    events.push(...decided);
    state = decided.reduce(job.evolve, state);
  }
  return events;
};

const refusal = (as: 'pre-start' | 'error', reason: string): JobCommand =>
  as === 'pre-start' ? { type: 'FailPreStart', reason } : { type: 'FailJob', explanation: reason, as: 'error' };

const isOver = ({ status }: Job): boolean => !['new', 'pending', 'waiting', 'running'].includes(status);

const commandContext = (cause: string, step: string, correlation: string): CommandContext => ({
  commandId: derivedId('runner', cause, step),
  correlation,
  causation: cause,
  actor: step === 'admit' ? SYSTEM_ACTOR : RUNNER,
});

const afterThisTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
