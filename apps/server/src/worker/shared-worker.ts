import { randomUUID } from 'node:crypto';
import type { ConsumerGroups, Elections } from '@application/ports';
import {
  Dependencies,
  DispatcherOffice,
  type DispatcherOfficeParts,
  WorkflowRuns,
  workflowStarts,
} from '@application/processes';
import { replayedGroups } from '@application/operations';
import type { Nodes } from './nodes.js';
import { managersOf, troubleTeller, type WorkerParts } from './parts.js';
import { RUNNERS_GROUP } from './shared-runner.js';
import { Shares } from './shares.js';
import type { Worker } from './worker.js';

/** Events that several processes share out among them, by the groups of the store. Names are for ever: they carry checkpoints. */
export const WORKERS_GROUP = 'cairn-workers';
export const STARTS_GROUP = 'cairn-workflow-starts';
/** All of them, in which something may be put aside. */
export const GROUPS: readonly string[] = [WORKERS_GROUP, STARTS_GROUP, RUNNERS_GROUP];
export const DISPATCHER_OFFICE = 'dispatcher';

/** So many events may be under way in one process. */
const AT_ONCE = 200;

export interface SharedWorkerParts extends WorkerParts, Pick<DispatcherOfficeParts, 'rowsReach'> {
  readonly groups: ConsumerGroups;
  readonly elections: Elections;
  /** Gives a slot back that its job has no use for. */
  readonly release: (job: number) => Promise<void>;
  readonly nodes: Nodes;
}

/**
 * One of several workers of an installation: takes its share of the events, and is the dispatcher (and the clock of schedules)
 * while that is its turn.
 */
export const startSharedWorker = (parts: SharedWorkerParts): Worker => {
  const runs = new WorkflowRuns(parts.aggregates, parts.launches);
  const shares = new Shares(parts);
  const managers = [...managersOf(parts, runs), replayedGroups(parts.groups, GROUPS)];
  shares.consume(managers, { group: WORKERS_GROUP, atOnce: AT_ONCE });
  shares.spread(workflowStarts(runs, parts.release), { group: STARTS_GROUP, atOnce: AT_ONCE });
  const office = dispatcherOf(parts);
  shares.run((signal) => parts.elections.hold(DISPATCHER_OFFICE, (turn) => office.hold(turn), signal));
  return { stop: () => shares.stop() };
};

const dispatcherOf = (parts: SharedWorkerParts): DispatcherOffice => {
  const { aggregates, store, clock, logger, nodes } = parts;
  return new DispatcherOffice({
    ...parts,
    dependencies: new Dependencies({ ...parts.dependencies, aggregates, store, clock }),
    beside: besideOf(parts),
    capacity: () => nodes.heartbeat.capacity,
    watchCapacity: (look) => nodes.heartbeat.watch(() => Promise.resolve(look())),
    newId: randomUUID,
    onTrouble: troubleTeller(parts),
    onUnexplained: (error) => logger.warn('jobs that wait could not be told why', { error }),
  });
};

/** The dispatcher also sees to schedules, and to the jobs of runners that are lost. */
const besideOf = ({ schedules, nodes }: SharedWorkerParts): DispatcherOfficeParts['beside'] => {
  let unwatch: () => void = () => undefined;
  return {
    managers: schedules.managers,
    start: async () => {
      await schedules.start();
      unwatch = nodes.watchLost();
    },
    stop: async () => {
      unwatch();
      await schedules.stop();
    },
  };
};
