import { listAnswer, type Scope } from '@application/queries';
import { kindOf, urlOf } from '@application/resources';
import type { Viewer } from '@domain/access';
import { type JsonObject, missing } from '@domain/kernel';
import { sql } from 'kysely';
import { JOB_EVENT_MODEL, PROJECT_UPDATE_EVENT_MODEL, SYSTEM_JOB_EVENT_MODEL } from '../models/job-models.js';
import { childrenSummary, UNFINISHED } from '../output/children-summary.js';
import { type EventsShown, showEvents } from '../views/event-views.js';
import { jobUrl } from '../views/job-kinds.js';
import { textOf } from '../views/values.js';
import { type HostsOf, toldOf } from '../access/host-parts.js';
import { limited } from './limited-search.js';
import type { JobFinder } from './job-finder.js';
import type { JobApiPorts } from './ports.js';

const EVENT = 'SELECT * FROM output.job_event WHERE id = ?';
const TREE = 'SELECT counter, event, uuid, parent_uuid FROM output.job_event WHERE job = ? ORDER BY counter';

const MODELS = {
  job: JOB_EVENT_MODEL,
  project_update: PROJECT_UPDATE_EVENT_MODEL,
  system_job: SYSTEM_JOB_EVENT_MODEL,
} as const;

interface Listed {
  readonly of: EventsShown['of'];
  readonly path: string;
  readonly scopes: readonly Scope[];
}

const ofJob =
  (id: number): Scope =>
  (alias) =>
    sql`${sql.ref(`${alias}.job`)} = ${id}`;

/** Output events of jobs (spec jobs.md §6). */
export class EventLists {
  constructor(
    private readonly ports: JobApiPorts,
    private readonly finder: JobFinder,
  ) {}

  async ofJob(id: number, search: string, viewer: Viewer): Promise<JsonObject> {
    await this.finder.readable('job', id, viewer);
    return this.page({ of: 'job', path: `${jobUrl('job', id)}job_events/`, scopes: [ofJob(id)] }, search);
  }

  async ofUpdate(id: number, search: string, viewer: Viewer): Promise<JsonObject> {
    return this.below('project_update', id, search, viewer);
  }

  async ofSystemJob(id: number, search: string, viewer: Viewer): Promise<JsonObject> {
    return this.below('system_job', id, search, viewer);
  }

  private async below(
    of: 'project_update' | 'system_job',
    id: number,
    search: string,
    viewer: Viewer,
  ): Promise<JsonObject> {
    await this.finder.readable(of, id, viewer);
    return this.page({ of, path: `${jobUrl(of, id)}events/`, scopes: [ofJob(id)] }, search);
  }

  /** What was told of hosts, by jobs that the viewer may read. */
  async ofHosts(hosts: HostsOf, search: string, viewer: Viewer): Promise<JsonObject> {
    await this.ports.resources.readable(hosts, viewer);
    const own = toldOf(hosts);
    const readable = await this.finder.scopes.partsOf('job', viewer);
    const path = `${urlOf(kindOf(hosts.kind), hosts.id)}job_events/`;
    return this.page({ of: 'job', path, scopes: readable ? [own, readable] : [own] }, search);
  }

  /** One event, never cut. */
  async read(id: number, viewer: Viewer): Promise<JsonObject> {
    const row = await this.readable(id, viewer);
    const [shown = {}] = await showEvents(this.ports, [row], { of: 'job', isWhole: true });
    return shown;
  }

  async children(id: number, search: string, viewer: Viewer): Promise<JsonObject> {
    const { job, uuid } = await this.readable(id, viewer);
    const below: Scope = (alias) => sql`${sql.ref(`${alias}.parent_uuid`)} = ${uuid}`;
    const path = `/api/v2/job_events/${id}/children/`;
    return this.page({ of: 'job', path, scopes: [ofJob(Number(job)), below] }, search);
  }

  async childrenSummary(id: number, viewer: Viewer): Promise<JsonObject> {
    const job = await this.finder.readable('job', id, viewer);
    if (!job['event_processing_finished']) return UNFINISHED;
    const rows = await this.ports.store.all(TREE, [id]);
    return childrenSummary(
      rows.map((row) => ({
        counter: Number(row['counter']),
        event: textOf(row['event']),
        uuid: textOf(row['uuid']),
        parentUuid: textOf(row['parent_uuid']),
      })),
    );
  }

  private async readable(id: number, viewer: Viewer) {
    const [row] = await this.ports.store.all(EVENT, [id]);
    if (!row) throw missing();
    await this.finder.readable('job', Number(row['job']), viewer);
    return row;
  }

  private async page({ of, path, scopes }: Listed, search: string): Promise<JsonObject> {
    const page = await this.ports.lists.page({ model: MODELS[of], path, scopes, search: limited(search) });
    const isWhole = new URLSearchParams(search).has('no_truncate');
    return listAnswer(page, await showEvents(this.ports, page.rows, { of, isWhole }));
  }
}
