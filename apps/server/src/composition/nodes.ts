import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from '@adapters/secrets';
import type { NodeDirectory } from '@application/ports';
import { thisMachine } from '../configuration/machine.js';
import type { Settings } from '../configuration/settings.js';
import type { Log } from '../logging/log.js';
import { API_VERSION } from '../product.js';
import { Nodes } from '../worker/nodes.js';
import type { Stores } from './stores.js';

interface Surroundings {
  readonly directory: NodeDirectory;
  readonly log: Log;
  readonly fail: (error: unknown) => void;
}

/** Makes this process known to the others. @throws NodeNameTaken */
export const joinNodes = async (
  { aggregates, read, ids }: Stores,
  { data, nodeName, roles, capacity, runnerGrace }: Settings,
  { directory, log, fail }: Surroundings,
): Promise<Nodes> => {
  const { cores, memoryMiB } = thisMachine();
  const machine = { capacity, cpu: cores, memory: memoryMiB * 2 ** 20, version: API_VERSION };
  return Nodes.join({
    ...{ aggregates, store: read, ids, directory, grace: runnerGrace, logger: log, onFailure: fail },
    self: { name: nodeName, roles, site: await siteOf(data), ...machine },
  });
};

/** Runners with the same data directory see the same folders of runs, and so may take over each other's. */
const siteOf = async (data: string): Promise<string> => {
  const file = join(data, 'runs-site');
  await writeDurably(file, randomUUID()); // unless it is there
  return (await readFile(file, 'utf8')).trim();
};
