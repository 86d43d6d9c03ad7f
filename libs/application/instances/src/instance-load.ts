import type { ReadStore } from '@application/ports';
import type { Slot } from '@domain/dispatcher';
import type { InstanceStatus } from './instance-status.js';

/** How busy a node is. */
export interface Load {
  /** Forks in use. */
  readonly consumed: number;
  readonly running: number;
  readonly total: number;
}

export interface LoadPorts {
  readonly store: Pick<ReadStore, 'all'>;
  /** What is held now. */
  readonly slots: () => Promise<readonly Slot[]>;
}

const COUNTS = `SELECT execution_node, COUNT(*) AS total, COUNT(*) FILTER (WHERE status IN ('waiting', 'running')) AS running
  FROM unified_job WHERE execution_node <> '' GROUP BY execution_node`;
const RUNNING = `SELECT id, execution_node FROM unified_job WHERE status IN ('waiting', 'running') AND execution_node <> ''`;

const IDLE: Load = { consumed: 0, running: 0, total: 0 };

/** How busy each node is, by its name. Two queries, however many nodes there are. */
export const loadsOf = async (
  { store, slots }: LoadPorts,
  instances: readonly InstanceStatus[],
): Promise<(hostname: string) => Load> => {
  const [counts, running, held] = await Promise.all([store.all(COUNTS, []), store.all(RUNNING, []), slots()]);
  const nodes = new Map(running.map((row) => [Number(row['id']), String(row['execution_node'])]));
  const only = instances.length === 1 ? instances[0]?.hostname : undefined; // it will get what no node has yet
  const consumed = new Map<string | undefined, number>();
  for (const { job, impact } of held) {
    const node = nodes.get(job) ?? only;
    consumed.set(node, (consumed.get(node) ?? 0) + impact);
  }
  return (hostname) => {
    const row = counts.find((count) => count['execution_node'] === hostname);
    const jobs = row ? { running: Number(row['running']), total: Number(row['total']) } : IDLE;
    return { ...jobs, consumed: consumed.get(hostname) ?? 0 };
  };
};
