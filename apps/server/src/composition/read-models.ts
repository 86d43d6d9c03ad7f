import { sessionProjection, tokenProjection } from '@application/authentication';
import { callbackAttemptsProjection } from '@application/callbacks';
import { jobsProjection } from '@application/job-views';
import type { EventLog, Position, Projection, ReadStore } from '@application/ports';
import { ProjectionRunner, RowPosition } from '@application/projections';
import { resourceProjection } from '@application/resources';
import { schedulesProjection } from '@application/schedules';
import { workflowNodesProjection } from '@application/workflow-templates';
import type { Log } from '../logging/log.js';

/** How long a request waits for the read models to show what it wrote. They lag by a millisecond; this is for a bad day. */
const PATIENCE_MS = 10_000;

/** All that is read. */
export const PROJECTIONS: readonly Projection[] = [
  resourceProjection,
  jobsProjection,
  callbackAttemptsProjection,
  workflowNodesProjection,
  schedulesProjection,
  tokenProjection,
  sessionProjection,
];

export interface ReadModels {
  /** Resolves when the read models hold everything up to the position. */
  readonly caughtUp: (position: Position | undefined) => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Stores {
  readonly log: EventLog;
  readonly read: ReadStore;
}

interface Surroundings {
  readonly rows: RowPosition;
  readonly log: Log;
  readonly onFailure: (error: unknown) => void;
}

/** Brings all read models to the head of the log and keeps them there. */
export const startReadModels = async (
  stores: Stores,
  log: Log,
  onFailure: (error: unknown) => void,
): Promise<ReadModels> => {
  const rows = new RowPosition();
  const runner = projectionsOn(stores, { rows, log, onFailure });
  await runner.start();
  return { caughtUp: caughtUpOn(rows, log), stop: () => runner.stop() };
};

/** What writes the rows of all read models. */
export const projectionsOn = (
  { log, read }: Stores,
  { rows, log: teller, onFailure }: Surroundings,
): ProjectionRunner =>
  new ProjectionRunner({
    ...{ log, store: read, projections: PROJECTIONS, rows, onFailure },
    onInterruption: (error) => teller.warn('the read models cannot be written for now', { error }),
    onRebuild: (projection, position) => teller.info('building a read model', { projection, position }),
  });

/** A request waits no longer than it may. @param patience milliseconds */
export const caughtUpOn =
  (rows: RowPosition, log: Log, patience = PATIENCE_MS): ReadModels['caughtUp'] =>
  async (position) => {
    if (!(await rows.reached(position, patience))) log.warn('the read models lag behind', { position });
  };
