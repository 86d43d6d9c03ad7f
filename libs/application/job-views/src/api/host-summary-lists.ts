import { listAnswer, type Scope } from '@application/queries';
import { kindOf, urlOf } from '@application/resources';
import type { Viewer } from '@domain/access';
import { type JsonObject, missing } from '@domain/kernel';
import { sql } from 'kysely';
import { HOST_SUMMARY_MODEL } from '../models/job-models.js';
import { showHostSummaries } from '../views/host-summary-views.js';
import { jobUrl } from '../views/job-kinds.js';
import { type HostsOf, toldOf } from '../access/host-parts.js';
import type { JobFinder } from './job-finder.js';
import type { JobApiPorts } from './ports.js';

const SUMMARY = 'SELECT * FROM job_host_summary WHERE id = ?';

/** How jobs went on their hosts (spec jobs.md §6.3). */
export class HostSummaryLists {
  constructor(
    private readonly ports: JobApiPorts,
    private readonly finder: JobFinder,
  ) {}

  async ofJob(id: number, search: string, viewer: Viewer): Promise<JsonObject> {
    await this.finder.readable('job', id, viewer);
    const own: Scope = (alias) => sql`${sql.ref(`${alias}.job`)} = ${id}`;
    return this.page(`${jobUrl('job', id)}job_host_summaries/`, search, [own]);
  }

  /** Of jobs that the viewer may read. */
  async ofHosts(hosts: HostsOf, search: string, viewer: Viewer): Promise<JsonObject> {
    await this.ports.resources.readable(hosts, viewer);
    const own = toldOf(hosts);
    const readable = await this.finder.scopes.partsOf('job', viewer);
    const path = `${urlOf(kindOf(hosts.kind), hosts.id)}job_host_summaries/`;
    return this.page(path, search, readable ? [own, readable] : [own]);
  }

  async read(id: number, viewer: Viewer): Promise<JsonObject> {
    const [row] = await this.ports.store.all(SUMMARY, [id]);
    if (!row) throw missing();
    await this.finder.readable('job', Number(row['job']), viewer);
    const [shown = {}] = await showHostSummaries(this.ports, [row]);
    return shown;
  }

  private async page(path: string, search: string, scopes: readonly Scope[]): Promise<JsonObject> {
    const page = await this.ports.lists.page({ model: HOST_SUMMARY_MODEL, path, search, scopes });
    return listAnswer(page, await showHostSummaries(this.ports, page.rows));
  }
}
