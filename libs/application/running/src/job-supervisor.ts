import { setTimeout as pause } from 'node:timers/promises';
import { type CommandContext, derivedId, KeyedTurns } from '@application/event-sourcing';
import {
  type Executor,
  type JobOutput,
  ReadStoreUnavailable,
  type RunObserver,
  type RunOutcome,
  type RunStarted,
  type StoredEvent,
} from '@application/ports';
import type { Slot } from '@domain/dispatcher';
import { isActive, isWithRunner, type Job, type JobCommand, type JobStartedData } from '@domain/job';
import { clearAway } from './leftovers.js';
import { OwnJobs, type OwnJobsOptions } from './own-jobs.js';
import { refusal, step } from './run-steps.js';
import type { Prepared, RunPreparation, StartFacts } from './run-preparation.js';
import { toReport, lostReport } from './run-report.js';
import { toStored } from './run-event.js';

export interface JobSupervisorOptions extends OwnJobsOptions {
  readonly executor: Executor;
  readonly output: JobOutput;
  readonly preparation: RunPreparation;
  /** Gives a slot back that its job has no use for. */
  readonly release: (job: number) => Promise<void>;
  readonly instanceGroup: () => Promise<number>;
  /** No other runner is there: what one of another name had, is taken over by {@link JobSupervisor.recover}. */
  readonly isAlone?: boolean;
  /** Told at every named point where a crash must do no harm; see {@link CRASH_POINTS}. */
  readonly reached?: (point: CrashPoint) => void;
}

/** Between these steps of a run the server may die at any moment. */
export const CRASH_POINTS = ['run:admitted', 'run:started', 'run:ended', 'run:recorded'] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

/** A store that does not answer is asked again after so long; it has been waited for already. */
const ASK_AGAIN_MS = 1_000;

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
  private readonly jobs: OwnJobs;
  /** A slot may be told of again while it is still being looked at. */
  private readonly turns = new KeyedTurns();

  constructor(private readonly options: JobSupervisorOptions) {
    this.jobs = new OwnJobs(options);
  }

  /**
   * A slot was claimed for a job: admit it and set it going. Resolves once it is admitted; the run goes on by itself. Several
   * runners may be told of the same slot, also later: the one whose admission stands goes on, or who adopts from it.
   */
  admit(slot: Slot, because: StoredEvent): Promise<void> {
    return this.inTurn(slot.job, async () => {
      const state = await this.jobs.load(slot.job);
      if (!isActive(state)) return this.settle(slot.job, state);
      if (isWithRunner(state)) return this.goOn(slot.job, state);
      const prepared = this.preparedMeanwhile(state, slot.attempt);
      const admitted = await this.jobs.admit(slot.job, await this.admission(slot), because.id);
      if (this.jobs.has(admitted) && admitted.attempt === slot.attempt)
        this.follow(slot.job, slot.attempt, (run) => this.execute(run, admitted, prepared));
    });
  }

  /** After a restart: goes on with every job of its own that holds a slot. */
  async recover(slots: readonly Slot[]): Promise<void> {
    for (const slot of slots) {
      if (slot.kind === 'workflow_job') continue;
      await this.inTurn(slot.job, async () => {
        const state = await this.jobs.load(slot.job);
        if (!isActive(state)) await this.settle(slot.job, state);
        else if (isWithRunner(state)) await this.goOn(slot.job, await this.takenOver(slot, state));
      });
    }
  }

  /**
   * Takes over a job of a runner that is lost, as it was when that was found. Only a runner that sees the folder of the run may:
   * it follows the very process that the lost one had started.
   */
  adopt(id: number, found: Job): Promise<void> {
    return this.inTurn(id, async () => {
      if (!this.isStopped) await this.goOn(id, await this.jobs.adopt(id, found));
    });
  }

  /**
   * Goes on with those of its own jobs that it does not follow: an admission that its former process had on the way when it died may
   * have been written after this one looked.
   */
  async lookAfter(ids: readonly number[]): Promise<void> {
    for (const id of ids.filter((each) => !this.active.has(each))) {
      await this.inTurn(id, async () => {
        const state = await this.jobs.load(id);
        if (!this.isStopped && isWithRunner(state)) await this.goOn(id, state);
      });
    }
  }

  /** After this runner had been given up: what still runs here of jobs that were ended for it is stopped. */
  async returned(): Promise<void> {
    for (const id of this.active.keys()) {
      const state = await this.jobs.load(id);
      if (!isActive(state) && !this.jobs.isElsewhere(state)) await this.options.executor.cancel(id);
    }
  }

  /** Stops and removes what is left here of jobs that are over: of this runner's own, and of those whose runner is gone. */
  clearLeftovers(isGone: (node: string) => boolean): Promise<void> {
    const { executor, onTrouble } = this.options;
    const isLeft = (id: number, state: Job): boolean =>
      !isActive(state) && !this.active.has(id) && (!this.jobs.isElsewhere(state) || isGone(state.node ?? ''));
    return clearAway({ executor, onTrouble, isLeftover: async (id) => isLeft(id, await this.jobs.load(id)) });
  }

  /** A run of another runner is that one's to stop. */
  async cancel(id: number): Promise<void> {
    if (!this.jobs.isElsewhere(await this.jobs.load(id))) await this.options.executor.cancel(id);
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

  /** Jobs that this process follows need nothing more. */
  private inTurn(id: number, task: () => Promise<void>): Promise<void> {
    return this.turns.run(String(id), async () => (this.active.has(id) ? undefined : task()));
  }

  private async takenOver(slot: Slot, state: Job): Promise<Job> {
    return this.options.isAlone && this.jobs.isElsewhere(state) ? this.jobs.adopt(slot.job, state) : state;
  }

  /** Its end is recorded; what it leaves may go. */
  private async settle(id: number, state: Job): Promise<void> {
    const { attempt } = state;
    const isOurs = this.options.isAlone || !this.jobs.isElsewhere(state);
    if (attempt !== null && isOurs) await this.options.executor.forget({ jobId: id, attempt });
    await this.options.release(id);
  }

  private async goOn(id: number, state: Job): Promise<void> {
    if (state.attempt === null || !this.jobs.has(state)) return;
    if (state.launch?.kind === 'system_job') return this.beginAgain(id, state.attempt, state);
    this.follow(id, state.attempt, async (run) => {
      const storedEvents = await this.options.output.lastCounter(id);
      const outcome = await this.options.executor.resume(
        { jobId: id, attempt: run.attempt, storedEvents },
        this.observer(run, state, await this.factsOf(run, state)),
      );
      const hasRun = state.status === 'running'; // so the log says, and what is not here is lost: it must not run twice
      if (outcome === 'never-started' && hasRun) return this.record(run, state, null);
      if (outcome === 'never-started') return this.startAnew(run, state.impact);
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
    const state = await this.jobs.admit(run.id, await this.admission({ attempt, impact }), attempt);
    if (this.jobs.has(state) && state.attempt === attempt)
      await this.execute({ ...run, attempt }, state, this.preparedMeanwhile(state, attempt));
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
    const prepared = this.patiently(() => this.options.preparation.prepare(state, attempt));
    prepared.catch(() => undefined);
    return prepared;
  }

  /** Rows that cannot be read for now are no fault of the job: it waits. */
  private async patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof ReadStoreUnavailable) || this.isStopped) throw error;
        const delay = this.options.retryDelays?.[0] ?? ASK_AGAIN_MS;
        await pause(delay, undefined, { signal: this.stopping.signal, ref: false });
      }
    }
  }

  private async execute(run: ActiveRun, state: Job, preparing: Promise<Prepared>): Promise<void> {
    if (!isActive(state)) return;
    const prepared = await preparing;
    if (!prepared.ok) {
      await this.jobs.tell(run.id, refusal(prepared), step(run.attempt, 'prepare'));
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
        const known = await (hosts ??= this.patiently(() => this.options.preparation.hosts(state)));
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
    const state = await this.jobs.tell(run.id, [{ type: 'RecordStart', data }], step(data.attempt, 'start'));
    if (state.cancelRequested && this.jobs.has(state)) await this.options.executor.cancel(run.id);
  }

  private async record(run: ActiveRun, state: Job, outcome: RunOutcome | null): Promise<void> {
    if (this.isStopped) return;
    const { id, attempt, started } = run;
    run.started = null;
    await run.recording;
    const hosts = outcome?.stats ? await this.patiently(() => this.options.preparation.hosts(state)) : NOBODY;
    const commands: JobCommand[] = started ? [{ type: 'RecordStart', data: started }] : [];
    commands.push({ type: 'RecordRun', attempt, report: outcome ? toReport(outcome, hosts) : lostReport() });
    const ended = await this.tellEnd(id, commands, step(attempt, 'end'));
    this.options.reached?.('run:recorded');
    if (!this.jobs.isElsewhere(ended)) await this.options.executor.forget({ jobId: id, attempt });
  }

  /** A fault of ours: what may still run is stopped, for nobody follows it any more, unless another runner does. */
  private async giveUp(id: number, error: unknown): Promise<void> {
    if (this.isStopped) return;
    this.options.onTrouble(id, error);
    const state = await this.jobs.load(id).catch(() => null); // a log that cannot be read keeps no run going
    if (state && this.jobs.isElsewhere(state)) return;
    await this.options.executor.cancel(id).catch((cause: unknown) => this.options.onTrouble(id, cause));
    const explanation = `Job could not be run: ${error instanceof Error ? error.message : String(error)}`;
    await this.tellEnd(id, [{ type: 'FailJob', explanation, as: 'error' }], step(derivedId('trouble', id), 'end'));
  }

  private tellEnd(id: number, commands: readonly JobCommand[], context: CommandContext): Promise<Job> {
    return this.jobs.tellEnd(id, commands, { context, signal: this.stopping.signal });
  }

  private async admission({ attempt, impact }: Pick<Slot, 'attempt' | 'impact'>) {
    return { attempt, impact, instanceGroup: await this.options.instanceGroup() };
  }
}

const NOBODY: ReadonlyMap<string, number> = new Map();

/** Ends the following of a run that is left to the next process. */
class LetGo extends Error {
  override readonly name = 'LetGo';
}

/** Lets a run that ends at once tell its end before its start is written. */
const afterThisTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
