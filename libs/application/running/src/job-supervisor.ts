import { setTimeout as pause } from 'node:timers/promises';
import { derivedId, type AggregateRunner, type CommandContext, type Handled } from '@application/event-sourcing';
import {
  type Executor,
  type JobOutput,
  LogUnavailable,
  type RunObserver,
  type RunOutcome,
  type RunStarted,
  type StoredEvent,
} from '@application/ports';
import type { Slot } from '@domain/dispatcher';
import {
  isActive,
  isWithRunner,
  type Job,
  job,
  jobCatalog,
  type JobCommand,
  type JobStartedData,
  jobStream,
} from '@domain/job';
import { decideAll, refusal, step } from './run-steps.js';
import type { Prepared, RunPreparation, StartFacts } from './run-preparation.js';
import { toReport, lostReport } from './run-report.js';
import { toStored } from './run-event.js';

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
  /** Waits before the end of a run is offered again to a log that did not take it, milliseconds; the last one again and again. */
  readonly retryDelays?: readonly number[];
  /** Told at every named point where a crash must do no harm; see {@link CRASH_POINTS}. */
  readonly reached?: (point: CrashPoint) => void;
}

/** Between these steps of a run the server may die at any moment. */
export const CRASH_POINTS = ['run:admitted', 'run:started', 'run:ended', 'run:recorded'] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

const RETRY_DELAYS = [100, 1000, 5000, 30_000];

/** A run in this process, and what is known of its start before that is in the log. */
interface ActiveRun {
  readonly id: number;
  readonly attempt: string;
  started: JobStartedData | null;
  recording: Promise<unknown> | null;
}

/**
 * Carries admitted jobs through: admits, prepares, runs, records. Everything it knows is in the log, in the run's directory
 * or in the output store, so after a restart it goes on from the slots that are held.
 */
export class JobSupervisor {
  private readonly active = new Map<number, ActiveRun>();
  private readonly stopping = new AbortController();

  constructor(private readonly options: JobSupervisorOptions) {}

  /** A slot was claimed for a job: admit it and set it going. Resolves once it is admitted; the run goes on by itself. */
  async admit(slot: Slot, because: StoredEvent): Promise<void> {
    if (this.active.has(slot.job)) return;
    const state = await this.load(slot.job);
    if (!isActive(state)) return this.settle(slot.job, state);
    if (isWithRunner(state)) return this.pickUp(slot, state);
    const prepared = this.preparedMeanwhile(state, slot.attempt);
    const { state: admitted } = await this.send(slot.job, await this.admission(slot), step(because.id, 'admit'));
    if (admitted.attempt !== null)
      this.follow(slot.job, admitted.attempt, (run) => this.execute(run, admitted, prepared));
  }

  /** After a restart: goes on with every job that holds a slot. */
  async recover(slots: readonly Slot[]): Promise<void> {
    for (const slot of slots) {
      if (slot.kind === 'workflow_job' || this.active.has(slot.job)) continue;
      const state = await this.load(slot.job);
      if (!isActive(state)) await this.settle(slot.job, state);
      else if (isWithRunner(state)) await this.pickUp(slot, state);
    }
  }

  async cancel(id: number): Promise<void> {
    await this.options.executor.cancel(id);
  }

  /** Lets go: runs go on by themselves, and what they tell from now on is for the process that follows. */
  stop(): void {
    this.stopping.abort();
  }

  private get isStopped(): boolean {
    return this.stopping.signal.aborted;
  }

  /** Jobs whose runs this process follows. */
  get following(): readonly number[] {
    return [...this.active.keys()];
  }

  /** Its end is recorded; what it leaves may go. */
  private async settle(id: number, { attempt }: Job): Promise<void> {
    if (attempt !== null) await this.options.executor.forget({ jobId: id, attempt });
    await this.options.release(id);
  }

  private async pickUp({ job: id, impact }: Slot, state: Job): Promise<void> {
    if (state.attempt === null) return;
    if (state.launch?.kind === 'system_job') return this.beginAgain(id, state.attempt, state);
    this.follow(id, state.attempt, async (run) => {
      const storedEvents = await this.options.output.lastCounter(id);
      const outcome = await this.options.executor.resume(
        { jobId: id, attempt: run.attempt, storedEvents },
        this.observer(run, state, await this.factsOf(run, state)),
      );
      if (outcome === 'never-started') return this.startAnew(run, impact);
      await this.record(run, state, outcome === 'lost' ? null : outcome);
    });
    if (state.cancelRequested) await this.options.executor.cancel(id);
  }

  /** What ran inside the process went with it, and may be done again without harm. */
  private beginAgain(id: number, attempt: string, state: Job): void {
    this.follow(id, attempt, (run) => this.execute(run, state, this.preparedMeanwhile(state, attempt)));
  }

  /** A start that is not in the log yet is told of as it would have been: only for that its inputs are gathered again. */
  private async factsOf({ attempt }: ActiveRun, state: Job): Promise<StartFacts> {
    const prepared = state.status === 'waiting' ? await this.options.preparation.prepare(state, attempt) : null;
    return prepared?.ok ? prepared.facts : { injected: {} };
  }

  /** The earlier attempt can never start any more, so another one may. */
  private async startAnew(run: ActiveRun, impact: number): Promise<void> {
    const attempt = derivedId('attempt', run.attempt, 'again');
    const { state } = await this.send(run.id, await this.admission({ attempt, impact }), step(attempt, 'admit'));
    if (isActive(state)) await this.execute({ ...run, attempt }, state, this.preparedMeanwhile(state, attempt));
  }

  private follow(id: number, attempt: string, work: (run: ActiveRun) => Promise<void>): void {
    const run: ActiveRun = { id, attempt, started: null, recording: null };
    this.active.set(id, run);
    work(run)
      .catch((error: unknown) => this.giveUp(id, error))
      .catch((error: unknown) => this.options.onTrouble(id, error))
      .finally(() => this.active.delete(id));
  }

  /** While the admission is written. Its failure is that of the run, if there is to be one. */
  private preparedMeanwhile(state: Job, attempt: string): Promise<Prepared> {
    const prepared = this.options.preparation.prepare(state, attempt);
    prepared.catch(() => undefined);
    return prepared;
  }

  private async execute(run: ActiveRun, state: Job, preparing: Promise<Prepared>): Promise<void> {
    if (!isActive(state)) return;
    const prepared = await preparing;
    if (!prepared.ok) {
      await this.send(run.id, refusal(prepared), step(run.attempt, 'prepare'));
      return;
    }
    if (this.isStopped) return;
    this.options.reached?.('run:admitted');
    const outcome = await this.options.executor.run(prepared.request, this.observer(run, state, prepared.facts));
    this.options.reached?.('run:ended');
    await this.record(run, state, outcome);
  }

  private observer(run: ActiveRun, state: Job, facts: StartFacts): RunObserver {
    let hosts: Promise<ReadonlyMap<string, number>> | undefined;
    return {
      started: (info: RunStarted) => {
        this.options.reached?.('run:started');
        run.started = { attempt: run.attempt, ...info, ...facts };
        run.recording = afterThisTurn()
          .then(() => this.recordStart(run))
          .catch((error: unknown) => this.options.onTrouble(run.id, error));
        return Promise.resolve();
      },
      events: async (batch) => {
        if (this.isStopped) throw new LetGo();
        const known = await (hosts ??= this.options.preparation.hosts(state));
        await this.options.output.append(
          run.id,
          batch.map((event) => toStored(event, known)),
        );
      },
    };
  }

  /** Unless the run is over by now: then start and end go into one append. */
  private async recordStart(run: ActiveRun): Promise<void> {
    const data = run.started;
    if (!data || this.isStopped) return;
    run.started = null;
    const { state } = await this.send(run.id, [{ type: 'RecordStart', data }], step(data.attempt, 'start'));
    if (state.cancelRequested) await this.options.executor.cancel(run.id);
  }

  private async record(run: ActiveRun, state: Job, outcome: RunOutcome | null): Promise<void> {
    if (this.isStopped) return;
    const { id, attempt, started } = run;
    run.started = null;
    await run.recording;
    const hosts = outcome?.stats ? await this.options.preparation.hosts(state) : NOBODY;
    const commands: JobCommand[] = started ? [{ type: 'RecordStart', data: started }] : [];
    commands.push({ type: 'RecordRun', attempt, report: outcome ? toReport(outcome, hosts) : lostReport() });
    await this.sendEnd(id, commands, step(attempt, 'end'));
    this.options.reached?.('run:recorded');
    await this.options.executor.forget({ jobId: id, attempt });
  }

  /** A fault of ours: what may still run is stopped, for nobody follows it any more. */
  private async giveUp(id: number, error: unknown): Promise<void> {
    if (this.isStopped) return;
    this.options.onTrouble(id, error);
    await this.options.executor.cancel(id).catch((cause: unknown) => this.options.onTrouble(id, cause));
    const explanation = `Job could not be run: ${error instanceof Error ? error.message : String(error)}`;
    await this.sendEnd(id, [{ type: 'FailJob', explanation, as: 'error' }], step(derivedId('trouble', id), 'end'));
  }

  /** What ran has ended whether the log can take that or not (a full disk): nobody else would tell it, so it waits. */
  private async sendEnd(id: number, commands: readonly JobCommand[], context: CommandContext): Promise<void> {
    const { retryDelays = RETRY_DELAYS, onTrouble } = this.options;
    for (let attempt = 0; ; attempt += 1) {
      try {
        await this.send(id, commands, context);
        return;
      } catch (error) {
        if (!(error instanceof LogUnavailable) || this.isStopped) throw error;
        onTrouble(id, error);
        const delay = retryDelays[Math.min(attempt, retryDelays.length - 1)];
        await pause(delay, undefined, { signal: this.stopping.signal, ref: false });
      }
    }
  }

  private async admission({ attempt, impact }: Pick<Slot, 'attempt' | 'impact'>): Promise<readonly JobCommand[]> {
    const instanceGroup = await this.options.instanceGroup();
    return [{ type: 'AdmitJob', attempt, instanceGroup, node: this.options.node, impact }];
  }

  private async load(id: number): Promise<Job> {
    const { state } = await this.options.aggregates.load(jobStream(id), job, jobCatalog);
    return state;
  }

  /** Several commands decided one on the other, in one append. */
  private send(id: number, commands: readonly JobCommand[], context: CommandContext): Promise<Handled<Job>> {
    return this.options.aggregates.handle({
      stream: jobStream(id),
      decider: job,
      catalog: jobCatalog,
      decideWith: (state: Job) => decideAll(state, commands),
      context,
    });
  }
}

const NOBODY: ReadonlyMap<string, number> = new Map();

/** Ends the following of a run that is left to the next process. */
class LetGo extends Error {
  override readonly name = 'LetGo';
}

/** Lets a run that ends at once tell its end before its start is written. */
const afterThisTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
