import type { ReadStore, SeenNode } from '@application/ports';
import type { ExtraReader } from '@application/resources';
import { type LoadPorts, loadsOf } from './instance-load.js';
import { instancesOf, membersOf } from './instance-status.js';
import { remaining } from './instance-view.js';

export interface GroupFiguresPorts extends LoadPorts {
  readonly nodes: () => Promise<readonly SeenNode[]>;
}

interface JobCounts {
  readonly running: number;
  readonly total: number;
}

const COUNTS = `SELECT instance_group, COUNT(*) AS total, COUNT(*) FILTER (WHERE status IN ('waiting', 'running')) AS running
  FROM unified_job WHERE instance_group IS NOT NULL GROUP BY instance_group`;

const countsIn = async (store: Pick<ReadStore, 'all'>): Promise<ReadonlyMap<number, JobCounts>> =>
  new Map(
    (await store.all(COUNTS, [])).map((row) => [
      Number(row['instance_group']),
      { running: Number(row['running']), total: Number(row['total']) },
    ]),
  );

const NO_JOBS: JobCounts = { running: 0, total: 0 };

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** What an instance group can take and has taken: that of its nodes together, and the jobs that were admitted in its name. */
export const groupFigures =
  (ports: GroupFiguresPorts): ExtraReader =>
  async () => {
    const instances = instancesOf(await ports.nodes());
    const [loadOf, counts] = await Promise.all([loadsOf(ports, instances), countsIn(ports.store)]);
    return (row) => {
      const members = membersOf(String(row['name']), instances);
      const capacity = sum(members.map((member) => member.capacity));
      const consumed = sum(members.map(({ hostname }) => loadOf(hostname).consumed));
      const jobs = counts.get(Number(row['id'])) ?? NO_JOBS;
      return {
        fields: {
          ...{ capacity, consumed_capacity: consumed, percent_capacity_remaining: remaining(capacity, consumed) },
          ...{ jobs_running: jobs.running, jobs_total: jobs.total, instances: members.length },
        },
      };
    };
  };
