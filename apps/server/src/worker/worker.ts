import { randomUUID } from 'node:crypto';
import type { AggregateRunner } from '@application/event-sourcing';
import type { Clock, EventLog, Executor, JobOutput, ReadStore } from '@application/ports';
import {
  admission,
  cancelCascade,
  Dependencies,
  type DependencyPorts,
  DispatchLoop,
  explainWaiting,
  jobsFromNodes,
  type NodeLaunches,
  outcomeToWorkflow,
  type ProcessManager,
  ProcessRunner,
  queue,
  stopCanceledRuns,
  WaitingJobs,
  WorkflowRuns,
} from '@application/processes';
import { JobSupervisor, type RunPreparation } from '@application/running';
import type { ScheduleClock } from '@application/schedules';
import { heldSlots } from '@domain/dispatcher';
import type { Log } from '../logging/log.js';

/** How often jobs that wait for long are told why. */
const EXPLAIN_EVERY_MS = 10_000;

export interface WorkerParts {
  readonly log: EventLog;
  readonly store: ReadStore;
  readonly aggregates: AggregateRunner;
  readonly clock: Clock;
  readonly executor: Executor;
  readonly output: JobOutput;
  readonly preparation: RunPreparation;
  readonly launches: NodeLaunches;
  readonly dependencies: Pick<DependencyPorts, 'resources' | 'launchUpdate' | 'caughtUp'>;
  /** Process managers that others bring. */
  readonly more: readonly ProcessManager[];
  /** Launches what is scheduled. */
  readonly schedules: Pick<ScheduleClock, 'start' | 'stop'>;
  /** Forks this installation takes at once. */
  readonly capacity: number;
  /** Name of this node. */
  readonly node: string;
  readonly instanceGroup: () => Promise<number>;
  readonly logger: Log;
  /** A part stopped for good. */
  readonly onFailure: (error: unknown) => void;
  /** How often the checkpoint of the processes is moved, milliseconds. */
  readonly checkpointEvery?: number;
  /** Told at every named point where a crash must do no harm. */
  readonly reached?: ((point: string) => void) | undefined;
}

export interface Worker {
  /** Stops taking up work; runs go on by themselves. */
  stop(): Promise<void>;
}

/**
 * Everything that happens without a request: workflows walked, jobs admitted and run, outcomes told. Goes on where the last
 * process stopped: slots that are held, jobs that wait, events that were not handled. The read models must be at the head.
 */
export const startWorker = async (parts: WorkerParts): Promise<Worker> => {
  const { log, aggregates, store, onFailure } = parts;
  const loop = new DispatchLoop({ aggregates, capacity: () => parts.capacity, newId: randomUUID, onFailure });
  const supervisor = supervisorOf(parts, loop);
  const dependencies = new Dependencies({ ...parts.dependencies, aggregates, store, clock: parts.clock });
  const waiting = new WaitingJobs({ log, aggregates, store, loop, dependencies });
  const runner = runnerOf(parts, managersOf(parts, { loop, supervisor, waiting }));
  await waiting.recover();
  loop.open();
  await supervisor.recover(heldSlots(await loop.state()));
  if (supervisor.following.length > 0)
    parts.logger.info('runs of the process before are followed again', { jobs: supervisor.following });
  await runner.start(onFailure);
  await parts.schedules.start();
  const timer = setInterval(() => void explain(parts, loop), EXPLAIN_EVERY_MS).unref();
  return {
    stop: async () => {
      clearInterval(timer);
      if (supervisor.following.length > 0)
        parts.logger.info('runs go on by themselves', { jobs: supervisor.following });
      await parts.schedules.stop();
      supervisor.stop();
      await runner.stop();
      await loop.stop();
    },
  };
};

const supervisorOf = (parts: WorkerParts, loop: DispatchLoop): JobSupervisor => {
  const { aggregates, executor, output, preparation, node, instanceGroup, reached, logger } = parts;
  return new JobSupervisor({
    ...{ aggregates, executor, output, preparation, node, instanceGroup },
    release: (job) => loop.release(job),
    onTrouble: (job, error) => logger.error('a run went wrong', { job, error }),
    ...(reached && { reached }),
  });
};

interface Own {
  readonly loop: DispatchLoop;
  readonly supervisor: JobSupervisor;
  readonly waiting: WaitingJobs;
}

/** What follows what: read these to know what happens after an event. */
const managersOf = (
  { aggregates, launches, more }: WorkerParts,
  { loop, supervisor, waiting }: Own,
): readonly ProcessManager[] => {
  const runs = new WorkflowRuns(aggregates, launches);
  return [
    jobsFromNodes(aggregates),
    queue(loop, waiting),
    admission(runs, supervisor),
    outcomeToWorkflow(runs),
    cancelCascade(aggregates, runs),
    stopCanceledRuns(supervisor),
    ...more,
  ];
};

const runnerOf = (
  { log, store, logger, reached, checkpointEvery }: WorkerParts,
  managers: readonly ProcessManager[],
): ProcessRunner =>
  new ProcessRunner({
    log,
    store,
    managers,
    name: 'worker',
    onTrouble: ({ manager, event, attempt, final, error }) =>
      logger[final ? 'error' : 'warn'](final ? 'an event was parked' : 'an event is tried again', {
        ...{ manager, stream: event.stream, revision: event.revision, type: event.type, attempt, error },
      }),
    ...(reached && { reached }),
    ...(checkpointEvery !== undefined && { checkpointEvery }),
  });

const explain = async ({ aggregates, clock, logger }: WorkerParts, loop: DispatchLoop): Promise<void> => {
  try {
    await explainWaiting(loop, aggregates, clock.now());
  } catch (error) {
    logger.warn('jobs that wait could not be told why', { error });
  }
};
