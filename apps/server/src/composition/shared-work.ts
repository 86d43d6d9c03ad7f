import { slotRelease } from '@application/running';
import type { Role } from '../configuration/settings.js';
import type { Nodes } from '../worker/nodes.js';
import { startSharedRunner } from '../worker/shared-runner.js';
import { startSharedWorker } from '../worker/shared-worker.js';
import type { WholeWorkerParts, Worker } from '../worker/worker.js';
import type { Engines } from './engines.js';
import type { SharedReadModels } from './shared-read-models.js';

export interface SharedWork extends Pick<Engines, 'groups' | 'elections'> {
  readonly roles: readonly Role[];
  readonly rowsReach: SharedReadModels['reach'];
  readonly nodes: Nodes;
}

/** What this process does without a request, of an installation of several. */
export const startSharedWork = async (
  parts: WholeWorkerParts,
  { roles, rowsReach, nodes, groups, elections }: SharedWork,
): Promise<Worker> => {
  const started: Worker[] = [];
  const release = slotRelease(parts.aggregates);
  if (roles.includes('runner')) started.push(await startSharedRunner({ ...parts, groups, nodes, release }));
  if (roles.includes('worker'))
    started.push(startSharedWorker({ ...parts, groups, elections, nodes, rowsReach, release }));
  return { stop: async () => void (await Promise.all(started.map((each) => each.stop()))) };
};
