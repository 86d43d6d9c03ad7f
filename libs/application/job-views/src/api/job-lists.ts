import { listAnswer, type QueryModel, type Scope } from '@application/queries';
import { kindOf, needsSuperuser, type ResourceType, type Target, urlOf } from '@application/resources';
import { isOverseer, type Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import type { JobKind } from '@domain/launch';
import { sql } from 'kysely';
import { UNIFIED_JOB_MODEL } from '../models/job-models.js';
import { JOB_KINDS, jobUrl } from '../views/job-kinds.js';
import type { JobViews } from '../views/job-views.js';
import type { JobFinder } from './job-finder.js';
import type { JobApiPorts } from './ports.js';

/** Resources a job used, by the sublist that shows them. */
const USED = {
  credentials: { type: 'credential', table: 'unified_job_credential', column: 'credential' },
  labels: { type: 'label', table: 'unified_job_label', column: 'label' },
} as const satisfies Readonly<Record<string, { type: ResourceType; table: string; column: string }>>;

/** Sublists of resources that a job used. */
export type UsedList = keyof typeof USED;

/** Kinds of jobs that a template has. */
const JOBS_OF: Readonly<Partial<Record<ResourceType, JobKind>>> = {
  job_template: 'job',
  workflow_job_template: 'workflow_job',
  project: 'project_update',
  system_job_template: 'system_job',
};

const instanceGroupJobs = (id: number): string => `${urlOf(kindOf('instance_group'), id)}jobs/`;

interface Listed {
  readonly model: QueryModel;
  readonly path: string;
  readonly scopes: readonly Scope[];
}

/** Lists of jobs, and of what one job used. */
export class JobLists {
  constructor(
    private readonly ports: JobApiPorts,
    private readonly finder: JobFinder,
    private readonly views: JobViews,
  ) {}

  /** All jobs of a kind. @throws DomainError forbidden: system jobs are for those who see everything */
  async ofKind(kind: JobKind, search: string, viewer: Viewer): Promise<JsonObject> {
    if (kind === 'system_job' && !isOverseer(viewer)) throw needsSuperuser();
    const { model, path } = JOB_KINDS[kind];
    return this.page({ model, path: `/api/v2/${path}/`, scopes: [] }, search, viewer);
  }

  /** Jobs of all kinds, each in its own shape (spec jobs.md §7). */
  unified(search: string, viewer: Viewer): Promise<JsonObject> {
    return this.page({ model: UNIFIED_JOB_MODEL, path: '/api/v2/unified_jobs/', scopes: [] }, search, viewer);
  }

  /** Jobs of a template or project. */
  async ofTemplate({ kind, id }: Target, search: string, viewer: Viewer): Promise<JsonObject> {
    await this.ports.resources.readable({ kind, id }, viewer);
    const { model, path } = JOB_KINDS[JOBS_OF[kind] ?? 'job'];
    const own: Scope = (alias) => sql`${sql.ref(`${alias}.unified_job_template`)} = ${id}`;
    const below = kind === 'system_job_template' ? 'jobs' : path;
    return this.page({ model, path: `${urlOf(kindOf(kind), id)}${below}/`, scopes: [own] }, search, viewer);
  }

  /** Jobs that an instance group took. */
  async ofInstanceGroup(id: number, search: string, viewer: Viewer): Promise<JsonObject> {
    await this.ports.resources.readable({ kind: 'instance_group', id }, viewer);
    const own: Scope = (alias) => sql`${sql.ref(`${alias}.instance_group`)} = ${id}`;
    return this.page({ model: UNIFIED_JOB_MODEL, path: instanceGroupJobs(id), scopes: [own] }, search, viewer);
  }

  /** Jobs that a schedule started. */
  ofSchedule(id: number, search: string, viewer: Viewer): Promise<JsonObject> {
    const own: Scope = (alias) => sql`${sql.ref(`${alias}.schedule`)} = ${id}`;
    return this.page(
      { model: UNIFIED_JOB_MODEL, path: `/api/v2/schedules/${id}/jobs/`, scopes: [own] },
      search,
      viewer,
    );
  }

  /** Jobs that ran on a node of the installation. */
  onInstance(
    { id, hostname }: { readonly id: number; readonly hostname: string },
    search: string,
    viewer: Viewer,
  ): Promise<JsonObject> {
    const own: Scope = (alias) => sql`${sql.ref(`${alias}.execution_node`)} = ${hostname}`;
    return this.page(
      { model: UNIFIED_JOB_MODEL, path: `/api/v2/instances/${id}/jobs/`, scopes: [own] },
      search,
      viewer,
    );
  }

  /** Workflow jobs that hold the slices of a job template's jobs. */
  async slicedOf(id: number, search: string, viewer: Viewer): Promise<JsonObject> {
    const target = { kind: 'job_template', id } as const;
    await this.ports.resources.readable(target, viewer);
    const own: Scope = (alias) =>
      sql`${sql.ref(`${alias}.is_sliced_job`)} = 1 AND ${sql.ref(`${alias}.unified_job_template`)} = ${id}`;
    const path = `${urlOf(kindOf('job_template'), id)}slice_workflow_jobs/`;
    return this.page({ model: JOB_KINDS.workflow_job.model, path, scopes: [own] }, search, viewer);
  }

  /** Whoever may read a job sees all that it used. */
  async used(
    kind: JobKind,
    id: number,
    { list, search }: { readonly list: UsedList; readonly search: string },
    viewer: Viewer,
  ): Promise<JsonObject> {
    await this.finder.readable(kind, id, viewer);
    const { type, table, column } = USED[list];
    const own: Scope = (alias) =>
      sql`${sql.ref(`${alias}.id`)} IN (SELECT ${sql.ref(column)} FROM ${sql.table(table)} WHERE job = ${id})`;
    return this.ports.resources.page(
      { kind: type, path: `${jobUrl(kind, id)}${list}/`, search, scopes: [own] },
      viewer,
    );
  }

  /** A list of what the service does not make: it is there for clients that follow it. */
  async nothing(kind: JobKind, id: number, viewer: Viewer): Promise<JsonObject> {
    await this.finder.readable(kind, id, viewer);
    return listAnswer({ count: 0, next: null, previous: null, rows: [] }, []);
  }

  private async page({ model, path, scopes }: Listed, search: string, viewer: Viewer): Promise<JsonObject> {
    const readable = await this.finder.scopes.jobs(viewer);
    const all = readable ? [...scopes, readable] : scopes;
    const page = await this.ports.lists.page({ model, search, path, scopes: all });
    return listAnswer(page, await this.views.show(page.rows, viewer, 'list'));
  }
}
