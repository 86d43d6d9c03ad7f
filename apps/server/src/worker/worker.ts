import { randomUUID } from 'node:crypto';
import {
  admission,
  Dependencies,
  DispatchLoop,
  explaining,
  ProcessRunner,
  queue,
  stopCanceledRuns,
  WaitingJobs,
  WorkflowRuns,
} from '@application/processes';
import { heldSlots } from '@domain/dispatcher';
import { managersOf, type RunnerParts, supervisorOf, troubleTeller, type WorkerParts } from './parts.js';

const LEFTOVERS = 'leftovers of runs could not be cleared away';

export interface WholeWorkerParts extends WorkerParts, RunnerParts {
  /** Forks this installation takes at once. */
  readonly capacity: number;
  /** How often the checkpoint of the processes is moved, milliseconds. */
  readonly checkpointEvery?: number;
}

export interface Worker {
  /** Stops taking up work; runs go on by themselves. */
  stop(): Promise<void>;
}

/**
 * Everything that happens without a request, in the one process of an installation: workflows walked, jobs admitted and run,
 * outcomes told. Goes on where the last process stopped: slots that are held, jobs that wait, events that were not handled. The
 * read models must be at the head.
 */
export const startWorker = async (parts: WholeWorkerParts): Promise<Worker> => {
  const { log, aggregates, store, onFailure, logger } = parts;
  const capacity = (): number => parts.capacity;
  const loop = new DispatchLoop({ aggregates, capacity, newId: randomUUID, onFailure });
  const supervisor = supervisorOf(parts, (job) => loop.release(job), { isAlone: true });
  const dependencies = new Dependencies({ ...parts.dependencies, aggregates, store, clock: parts.clock });
  const waiting = new WaitingJobs({ log, aggregates, store, loop, dependencies });
  const runs = new WorkflowRuns(aggregates, parts.launches);
  const runner = runnerOf(parts, [
    queue(loop, waiting),
    admission(runs, supervisor),
    stopCanceledRuns(supervisor),
    ...managersOf(parts, runs),
    ...parts.schedules.managers,
  ]);
  await waiting.recover();
  loop.open();
  await supervisor.recover(heldSlots(await loop.state()));
  if (supervisor.following.length > 0)
    logger.info('runs of the process before are followed again', { jobs: supervisor.following });
  void supervisor.clearLeftovers(() => true).catch((error: unknown) => logger.warn(LEFTOVERS, { error }));
  await runner.start(onFailure);
  await parts.schedules.start();
  const onTrouble = (error: unknown): void => logger.warn('jobs that wait could not be told why', { error });
  const unexplain = explaining({ loop, aggregates, clock: parts.clock, onTrouble });
  return {
    stop: async () => {
      unexplain();
      if (supervisor.following.length > 0) logger.info('runs go on by themselves', { jobs: supervisor.following });
      await parts.schedules.stop();
      supervisor.stop();
      await runner.stop();
      await loop.stop();
    },
  };
};

const runnerOf = (
  parts: WholeWorkerParts,
  managers: ConstructorParameters<typeof ProcessRunner>[0]['managers'],
): ProcessRunner => {
  const { log, store, reached, checkpointEvery } = parts;
  return new ProcessRunner({
    ...{ log, store, managers, name: 'worker', onTrouble: troubleTeller(parts) },
    ...(reached && { reached }),
    ...(checkpointEvery !== undefined && { checkpointEvery }),
  });
};
