import type { AggregateRunner } from '@application/event-sourcing';
import type { Clock, ReadStore } from '@application/ports';
import { isActive, job, jobCatalog, jobStream } from '@domain/job';

const LIMITED = `SELECT id FROM unified_job WHERE unified_job_template = ? AND "limit" = ?
  AND status IN ('new', 'pending', 'waiting', 'running') AND id <> ? ORDER BY id LIMIT 1`;

interface Ports {
  readonly aggregates: AggregateRunner;
  readonly store: Pick<ReadStore, 'all'>;
  readonly clock: Clock;
  readonly isShared?: boolean;
}

/** A job that another process has reserved is given so long to appear; then that process has stopped in between. */
const APPEARS_WITHIN_MS = 30_000;

/** Jobs that keep a host from getting another one. */
export class PendingJobs {
  /** Ids that calls have reserved and whose jobs are being created at this moment, by this process. */
  private readonly underWay = new Set<number>();

  constructor(private readonly ports: Ports) {}

  /** Over, or never created: the server stopped in between, and the caller got no answer. */
  async isOver(id: number, reservedAt: string | undefined): Promise<boolean> {
    if (this.underWay.has(id)) return false;
    const { state, revision } = await this.ports.aggregates.load(jobStream(id), job, jobCatalog);
    return revision < 0 ? !this.mayAppear(reservedAt) : !isActive(state);
  }

  private mayAppear(reservedAt: string | undefined): boolean {
    if (!this.ports.isShared || reservedAt === undefined) return false;
    return Date.parse(this.ports.clock.now()) - Date.parse(reservedAt) < APPEARS_WITHIN_MS;
  }

  /** Another active job of the template with the host for its limit, whoever launched it. */
  async limitedTo(host: string, template: number, except: number | null): Promise<number | null> {
    const [row] = await this.ports.store.all(LIMITED, [template, host, except ?? 0]);
    return row ? Number(row['id']) : null;
  }

  async whileCreating<Result>(id: number, create: () => Promise<Result>): Promise<Result> {
    this.underWay.add(id);
    try {
      return await create();
    } finally {
      this.underWay.delete(id);
    }
  }
}
