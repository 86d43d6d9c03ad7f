import type { SqlValue } from '@application/ports';
import type { HostStatsData } from '@domain/job';

const COUNTS = ['ok', 'changed', 'failures', 'dark', 'skipped', 'ignored', 'rescued', 'processed'] as const;
const INSERT = `INSERT INTO job_host_summary (job, host, host_name, created, modified, ${COUNTS.join(', ')}, failed)
  VALUES (?, ?, ?, ?, ?, ${COUNTS.map(() => '?').join(', ')}, ?) ON CONFLICT (job, host_name) DO NOTHING`;

type Stats = Readonly<Record<string, HostStatsData>>;

/** One row for each host that the statistics name (spec jobs.md §6.3). */
export const hostSummaryRows = (
  job: number,
  at: string,
  hosts: Stats,
): readonly { sql: string; parameters: readonly SqlValue[] }[] =>
  Object.entries(hosts).map(([name, stats]) => ({
    sql: INSERT,
    parameters: [
      job,
      stats.host,
      name,
      at,
      at,
      ...COUNTS.map((count) => stats[count]),
      Number(stats.dark > 0 || stats.failures > 0),
    ],
  }));

/** Each host counted once, under the last of these that mentions it (spec jobs.md §2). */
const LAST_WINS = ['skipped', 'ok', 'changed', 'failures', 'dark'] as const;

export const hostStatusCounts = (hosts: Stats): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const stats of Object.values(hosts)) {
    const status = LAST_WINS.findLast((name) => stats[name] > 0);
    if (status) counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
};
