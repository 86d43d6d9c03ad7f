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

/** From an index alone. */
const TOTALS = `SELECT execution_node, COUNT(*) AS total FROM unified_job WHERE execution_node <> '' GROUP BY execution_node`;
const ACTIVE = `SELECT id, execution_node, instance_group FROM unified_job
  WHERE status IN ('waiting', 'running') AND execution_node <> ''`;

/** A job that a node has now. */
export interface ActiveJob {
  readonly id: number;
  readonly node: string;
  readonly group: number | null;
}

export const activeJobsIn = async (store: Pick<ReadStore, 'all'>): Promise<readonly ActiveJob[]> =>
  (await store.all(ACTIVE, [])).map(({ id, execution_node: node, instance_group: group }) => ({
    ...{ id: Number(id), node: String(node), group: group === null ? null : Number(group) },
  }));

/** Forks in use on each node, by its name. */
export const consumedOn = (
  held: readonly Slot[],
  active: readonly ActiveJob[],
  instances: readonly InstanceStatus[],
): ((hostname: string) => number) => {
  const nodes = new Map(active.map(({ id, node }) => [id, node]));
  const only = instances.length === 1 ? instances[0]?.hostname : undefined; // it will get what no node has yet
  const consumed = new Map<string | undefined, number>();
  for (const { job, impact } of held) {
    const node = nodes.get(job) ?? only;
    consumed.set(node, (consumed.get(node) ?? 0) + impact);
  }
  return (hostname) => consumed.get(hostname) ?? 0;
};

/** How busy each node is, by its name. Two queries, however many nodes there are. */
export const loadsOf = async (
  { store, slots }: LoadPorts,
  instances: readonly InstanceStatus[],
): Promise<(hostname: string) => Load> => {
  const [totals, active, held] = await Promise.all([store.all(TOTALS, []), activeJobsIn(store), slots()]);
  const totalOf = new Map(totals.map((row) => [String(row['execution_node']), Number(row['total'])]));
  const consumedBy = consumedOn(held, active, instances);
  return (hostname) => ({
    consumed: consumedBy(hostname),
    running: active.filter(({ node }) => node === hostname).length,
    total: totalOf.get(hostname) ?? 0,
  });
};
