import type { SeenNode } from '@application/ports';
import { parkedInGroups, type ParkedSource } from '@application/operations';
import type { Settings } from '../configuration/settings.js';
import type { Log } from '../logging/log.js';
import { GROUPS } from '../worker/shared-worker.js';
import { type WholeWorkerParts, type Worker, startWorker } from '../worker/worker.js';
import { type Engines, openEngines } from './engines.js';
import { joinNodes } from './nodes.js';
import { type ReadModels, startReadModels } from './read-models.js';
import { startSharedReadModels } from './shared-read-models.js';
import { startSharedWork } from './shared-work.js';
import type { Stores } from './stores.js';

/** How this process keeps read models up to date and works: alone, or as one of several. */
export interface Mode extends ReadModels {
  /** Does something that only one process may be at, one after the other. */
  readonly once: (office: string, work: () => Promise<void>) => Promise<void>;
  /** Sets going what is done without requests. */
  readonly work: (parts: WholeWorkerParts) => Promise<Worker>;
  /** Where events are put aside beside the read store. */
  readonly parked: readonly ParkedSource[];
  /** The processes of the installation; null: this one alone. */
  readonly nodes: (() => Promise<readonly SeenNode[]>) | null;
}

interface Surroundings {
  readonly log: Log;
  readonly fail: (error: unknown) => void;
}

/** Resolves when the read models hold what the log held. */
export const begin = async (stores: Stores, settings: Settings, surroundings: Surroundings): Promise<Mode> => {
  const engines = await openEngines(settings, stores.read, surroundings.log);
  if (!engines) return alone(stores, surroundings);
  try {
    return await together(stores, settings, { ...surroundings, engines });
  } catch (error) {
    await engines.close();
    throw error;
  }
};

const alone = async (stores: Stores, { log, fail }: Surroundings): Promise<Mode> => ({
  ...(await startReadModels(stores, log, fail)),
  once: (_office, work) => work(),
  work: startWorker,
  parked: [],
  nodes: null,
});

const together = async (
  stores: Stores,
  settings: Settings,
  { log, fail, engines }: Surroundings & { readonly engines: Engines },
): Promise<Mode> => {
  const { groups, elections } = engines;
  const stopping = new AbortController();
  const { roles } = settings;
  const isWriter = roles.includes('worker') || roles.includes('api');
  const rows = await startSharedReadModels(engines, stores, { log, onFailure: fail, isWriter });
  return {
    caughtUp: rows.caughtUp,
    parked: [parkedInGroups(groups, GROUPS)],
    once: (office, work) => elections.hold(office, work, stopping.signal),
    nodes: () => engines.nodes.nodes(),
    work: async (parts) => {
      const nodes = await joinNodes(stores, settings, { directory: engines.nodes, log, fail });
      const given = { roles, rowsReach: rows.reach, nodes, groups, elections };
      const work = await startSharedWork(parts, given).catch(async (error: unknown) => {
        await nodes.stop();
        throw error;
      });
      return {
        stop: async () => {
          await work.stop();
          await nodes.stop();
        },
      };
    },
    stop: async () => {
      stopping.abort();
      await rows.stop();
      await engines.close();
    },
  };
};
