import type { HostStatsData, JobEvent } from '@domain/job';
import { type Place, type Statement, statement } from './statement.js';

type Stats = Readonly<Record<string, HostStatsData>>;
type Artifacts = Extract<JobEvent, { readonly type: 'ArtifactsRecorded' }>['data'];

const COUNTS = ['ok', 'changed', 'failures', 'dark', 'skipped', 'ignored', 'rescued', 'processed'] as const;
const SUMMARISE = `INSERT INTO job_host_summary (job, host, host_name, created, modified, ${COUNTS.join(', ')}, failed)
  VALUES (?, ?, ?, ?, ?, ${COUNTS.map(() => '?').join(', ')}, ?) ON CONFLICT (job, host_name) DO NOTHING`;
/** Names are indexed, and PostgreSQL indexes at most 2,700 bytes. A play may add hosts of any name. */
const LONGEST_NAME = 850;
const COUNT_HOSTS = 'UPDATE unified_job SET host_status_counts = ? WHERE id = ?';
const KEEP_ARTIFACTS = 'UPDATE unified_job SET artifacts = ?, artifacts_no_log = ? WHERE id = ?';

/** One row for each host that the statistics name (spec jobs.md §6.3), and how many hosts ended how. */
export const hostStatsReported = (hosts: Stats, { id, at }: Place): readonly Statement[] => [
  ...Object.entries(hosts).map(([name, stats]) =>
    statement(
      SUMMARISE,
      ...[id, stats.host, name.slice(0, LONGEST_NAME), at, at],
      ...COUNTS.map((count) => stats[count]),
      Number(stats.dark > 0 || stats.failures > 0),
    ),
  ),
  statement(COUNT_HOSTS, JSON.stringify(hostStatusCounts(hosts)), id),
];

export const artifactsRecorded = ({ artifacts, noLog }: Artifacts, { id }: Place): readonly Statement[] => [
  statement(KEEP_ARTIFACTS, JSON.stringify(artifacts), Number(noLog), id),
];

/** Each host counts once, under the last of these that mentions it (spec jobs.md §2). */
const LAST_WINS = ['skipped', 'ok', 'changed', 'failures', 'dark'] as const;

const hostStatusCounts = (hosts: Stats): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const stats of Object.values(hosts)) {
    const status = LAST_WINS.findLast((name) => stats[name] > 0);
    if (status) counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
};
