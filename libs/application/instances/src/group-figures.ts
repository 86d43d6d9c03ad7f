import type { SeenNode } from '@application/ports';
import type { ExtraReader } from '@application/resources';
import { activeJobsIn, consumedOn, type LoadPorts } from './instance-load.js';
import { instancesOf, membersOf } from './instance-status.js';
import { remaining } from './instance-view.js';

export interface GroupFiguresPorts extends LoadPorts {
  readonly nodes: () => Promise<readonly SeenNode[]>;
}

/** From an index alone. */
const TOTALS = `SELECT instance_group, COUNT(*) AS total FROM unified_job WHERE instance_group IS NOT NULL
  GROUP BY instance_group`;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** What an instance group can take and has taken: that of its nodes together, and the jobs that were admitted in its name. */
export const groupFigures =
  ({ nodes, store, slots }: GroupFiguresPorts): ExtraReader =>
  async () => {
    const instances = instancesOf(await nodes());
    const [totals, active, held] = await Promise.all([store.all(TOTALS, []), activeJobsIn(store), slots()]);
    const totalOf = new Map(totals.map((row) => [Number(row['instance_group']), Number(row['total'])]));
    const consumedBy = consumedOn(held, active, instances);
    return (row) => {
      const id = Number(row['id']);
      const members = membersOf(String(row['name']), instances);
      const capacity = sum(members.map((member) => member.capacity));
      const consumed = sum(members.map(({ hostname }) => consumedBy(hostname)));
      return {
        fields: {
          ...{ capacity, consumed_capacity: consumed, percent_capacity_remaining: remaining(capacity, consumed) },
          jobs_running: active.filter(({ group }) => group === id).length,
          ...{ jobs_total: totalOf.get(id) ?? 0, instances: members.length },
        },
      };
    };
  };
