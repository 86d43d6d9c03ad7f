import type { ConsumerGroups } from '@application/ports';
import { ProcessRunner, runnerAdmission, stopCanceledRuns } from '@application/processes';
import { DISPATCHER_STREAM, dispatcher, dispatcherCatalog, heldSlots } from '@domain/dispatcher';
import type { Nodes } from './nodes.js';
import { type RunnerParts, supervisorOf, troubleTeller } from './parts.js';
import { Shares } from './shares.js';
import type { Worker } from './worker.js';

export const RUNNERS_GROUP = 'cairn-runners';

/** So many claimed jobs may be on their way into this runner; those that run count no more. */
const AT_ONCE = 20;

export interface SharedRunnerParts extends RunnerParts {
  readonly groups: ConsumerGroups;
  readonly nodes: Nodes;
  /** Gives a slot back that its job has no use for. */
  readonly release: (job: number) => Promise<void>;
}

/**
 * One of several runners of an installation: goes on with the jobs it has, and takes its share of those whose slots are claimed.
 * Of requests to cancel every runner hears, and those do something whose job it is.
 */
export const startSharedRunner = async (parts: SharedRunnerParts): Promise<Worker> => {
  const { log, store, aggregates, logger, onFailure, reached } = parts;
  const supervisor = supervisorOf(parts, parts.release);
  const cancels = new ProcessRunner({
    ...{ log, store, name: `runner ${parts.node}`, managers: [stopCanceledRuns(supervisor)] },
    startAt: { after: await log.head() },
    onTrouble: troubleTeller(parts),
    ...(reached && { reached }),
  });
  const { state } = await aggregates.load(DISPATCHER_STREAM, dispatcher, dispatcherCatalog, 'SlotsCarriedOver');
  await supervisor.recover(heldSlots(state));
  if (supervisor.following.length > 0)
    logger.info('runs of the process before are followed again', { jobs: supervisor.following });
  await cancels.start(onFailure);
  parts.nodes.runWith(supervisor);
  const shares = new Shares(parts);
  shares.spread(runnerAdmission(supervisor), { group: RUNNERS_GROUP, atOnce: AT_ONCE });
  return {
    stop: async () => {
      if (supervisor.following.length > 0) logger.info('runs go on by themselves', { jobs: supervisor.following });
      await shares.stop(); // first: what this process is still given must not be left lying by one that has let go
      supervisor.stop();
      await cancels.stop();
    },
  };
};
