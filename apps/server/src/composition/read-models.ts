import { sessionProjection, tokenProjection } from '@application/authentication';
import { callbackAttemptsProjection } from '@application/callbacks';
import { jobsProjection } from '@application/job-views';
import type { EventLog, Position, ReadStore } from '@application/ports';
import { ProjectionRunner } from '@application/projections';
import { resourceProjection } from '@application/resources';
import { schedulesProjection } from '@application/schedules';
import { workflowNodesProjection } from '@application/workflow-templates';
import type { Log } from '../logging/log.js';

/** How long a request waits for the read models to show what it wrote. They lag by a millisecond; this is for a bad day. */
const PATIENCE_MS = 10_000;

export interface ReadModels {
  /** Resolves when the read models hold everything up to the position. */
  readonly caughtUp: (position: Position | undefined) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Brings all read models to the head of the log and keeps them there. */
export const startReadModels = async (
  stores: { readonly log: EventLog; readonly read: ReadStore },
  log: Log,
  onFailure: (error: unknown) => void,
): Promise<ReadModels> => {
  const runner = new ProjectionRunner({
    log: stores.log,
    store: stores.read,
    projections: [
      resourceProjection,
      jobsProjection,
      callbackAttemptsProjection,
      workflowNodesProjection,
      schedulesProjection,
      tokenProjection,
      sessionProjection,
    ],
    onFailure,
    onRebuild: (projection, position) => log.info('building a read model', { projection, position }),
  });
  await runner.start();
  return {
    caughtUp: async (position) => {
      if (!(await runner.reached(position, PATIENCE_MS))) log.warn('the read models lag behind', { position });
    },
    stop: () => runner.stop(),
  };
};
