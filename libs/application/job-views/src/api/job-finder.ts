import type { ReadStore, Row } from '@application/ports';
import type { Viewer } from '@domain/access';
import { forbidden, missing } from '@domain/kernel';
import type { JobKind } from '@domain/launch';
import { sql } from 'kysely';
import { JobScopes } from '../access/job-scopes.js';

const JOB = 'SELECT * FROM unified_job WHERE id = ? AND type = ?';

/** Finds single jobs. */
export class JobFinder {
  readonly scopes: JobScopes;

  constructor(private readonly store: ReadStore) {
    this.scopes = new JobScopes(store);
  }

  /** @throws DomainError missing */
  async job(kind: JobKind, id: number): Promise<Row> {
    const [row] = await this.store.all(JOB, [id, kind]);
    if (!row) throw missing();
    return row;
  }

  /** @throws DomainError missing | forbidden: what exists and may not be read is told apart, as AWX does */
  async readable(kind: JobKind, id: number, viewer: Viewer): Promise<Row> {
    const row = await this.job(kind, id);
    const scope = await this.scopes.jobs(viewer);
    if (!scope) return row;
    const query = sql`SELECT job.id FROM unified_job job WHERE job.id = ${id} AND ${scope('job')}`;
    if ((await query.execute(this.store.db)).rows.length === 0) throw forbidden();
    return row;
  }
}
