import type { ReadStore } from '@application/ports';
import { type DomainError, type JsonObject, refused } from '@domain/kernel';
import { hostLimit } from '@domain/launch';
import type { LaunchingPorts } from '../ports.js';
import type { RecordedJob } from './recorded-jobs.js';

const COUNTS = `SELECT COUNT(*) AS total, COALESCE(SUM(summary.failed), 0) AS failed FROM job_host_summary summary
  JOIN host ON host.id = summary.host WHERE summary.job = ?`;
const FAILED = `SELECT host.name FROM job_host_summary summary JOIN host ON host.id = summary.host
  WHERE summary.job = ? AND summary.failed = 1 ORDER BY host.name`;
const STATISTICS = 'SELECT host_status_counts FROM unified_job WHERE id = ?';

const NOT_YET = 'Relaunch by host status not available until job finishes running.';

/** Hosts that a job played on and that still exist, under the names they have now. */
export class HostRetries {
  constructor(private readonly ports: { readonly store: Pick<ReadStore, 'all'> } & Pick<LaunchingPorts, 'caughtUp'>) {}

  /** `retry_counts` of the relaunch page. */
  async counts({ ref: { id }, isActive, position }: RecordedJob): Promise<JsonObject | string> {
    if (isActive) return NOT_YET;
    await this.ports.caughtUp(position);
    const [row] = await this.ports.store.all(COUNTS, [id]);
    return { all: Number(row?.['total'] ?? 0), failed: Number(row?.['failed'] ?? 0) };
  }

  /** The limit that selects the failed ones. @throws DomainError refused, in the order of spec §2.1 step 4 */
  async failedLimit({ ref: { id }, isActive, position }: RecordedJob): Promise<string> {
    if (isActive) throw noRetry('Wait until job finishes before retrying on failed hosts.');
    await this.ports.caughtUp(position);
    const [job] = await this.ports.store.all(STATISTICS, [id]);
    if ((job?.['host_status_counts'] ?? null) === null) {
      throw noRetry('Cannot retry on failed hosts, playbook stats not available.');
    }
    const rows = await this.ports.store.all(FAILED, [id]);
    if (rows.length === 0) throw noRetry('Cannot relaunch because previous job had 0 failed hosts.');
    return hostLimit(rows.map(({ name }) => String(name)));
  }
}

const noRetry = (text: string): DomainError => refused({ hosts: text }, 'RETRY_REFUSED');
