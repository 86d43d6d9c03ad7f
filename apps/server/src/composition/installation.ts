import type { Clock, EventLog, ReadStore } from '@application/ports';
import type { Installation } from '../http/endpoints/installation.js';

export interface InstallationParts {
  readonly log: EventLog;
  readonly read: ReadStore;
  readonly clock: Clock;
  readonly capacity: number;
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

export const describeInstallation = async (parts: InstallationParts): Promise<Installation> => ({
  ...(await identity(parts.log)),
  capacity: parts.capacity,
  projectsRoot: parts.projectsRoot,
  now: () => parts.clock.now(),
  instanceGroups: async () => (await parts.read.all(GROUPS, [])).map(({ name }) => String(name)),
  freeProjectPaths: parts.freeProjectPaths,
});
