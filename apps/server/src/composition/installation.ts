import { MemoryNodeDirectory } from '@adapters/node-directory-memory';
import { instancesOf } from '@application/instances';
import { loneNode } from '@application/nodes';
import type { EventLog, ReadStore, SeenNode } from '@application/ports';
import { API_VERSION } from '../product.js';
import { thisMachine } from '../configuration/machine.js';
import { ROLES } from '../configuration/settings.js';
import type { Installation } from '../http/endpoints/installation.js';

export interface InstallationParts {
  readonly log: EventLog;
  readonly read: ReadStore;
  readonly node: string;
  /** Forks that this process takes at once, when it is alone. */
  readonly capacity: number;
  /** The processes of the installation; null: this one alone. */
  readonly nodes: (() => Promise<readonly SeenNode[]>) | null;
  readonly projectsRoot: string;
  readonly freeProjectPaths: () => Promise<readonly string[]>;
}

const GROUPS = "SELECT name FROM instance_group ORDER BY name = 'default' DESC, id";

/** The first event of a log is made by chance, once, and stays: its id names the installation, its time is its beginning. */
const identity = async (log: EventLog): Promise<{ readonly uuid: string; readonly since: string }> => {
  const { events } = await log.readAll({ limit: 1 });
  const [first] = events;
  if (!first) throw new Error('an installation has a name once it has an event');
  return { uuid: first.id, since: first.meta.at };
};

export const describeInstallation = async (parts: InstallationParts): Promise<Installation> => {
  const { uuid, since } = await identity(parts.log);
  const nodes = parts.nodes ?? alone(parts, uuid);
  return {
    ...{ uuid, since, node: parts.node, projectsRoot: parts.projectsRoot },
    nodes,
    instances: async () => instancesOf(await nodes()),
    instanceGroups: async () => (await parts.read.all(GROUPS, [])).map(({ name }) => String(name)),
    freeProjectPaths: parts.freeProjectPaths,
  };
};

/** The one process of an embedded installation counts itself as the first, and has the name of the whole. */
const alone = ({ node: name, capacity }: InstallationParts, uuid: string): NonNullable<InstallationParts['nodes']> => {
  const { cores: cpu, memoryMiB } = thisMachine();
  return loneNode(new MemoryNodeDirectory(Date.now), {
    ...{ id: 1, uuid, name, boot: uuid, roles: ROLES, site: '', version: API_VERSION },
    ...{ capacity, cpu, memory: memoryMiB * 2 ** 20 },
  });
};
