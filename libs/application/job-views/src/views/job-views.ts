import type { Clock, ReadStore, Row } from '@application/ports';
import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import type { JobKind } from '@domain/launch';
import { JobStdout } from '../output/job-stdout.js';
import { type JobPermissions, JobRights } from '../access/job-rights.js';
import type { Depth } from '../fields/field.js';
import { computedFields, type JobInView } from './computed-fields.js';
import { JOB_KINDS, jobUrl } from './job-kinds.js';
import { playbookCounts } from './playbook-counts.js';
import { linksOf, referencesOf } from './references.js';
import { readSurroundings, type Surroundings } from './surroundings.js';
import { templateLinks, templateOf, templateSummaries } from './template.js';
import { shownFields, textOf } from './values.js';
import { workflowLinks, workflowSummaries } from './workflow-origin.js';

/** What of a job is shown: by its kind, its row, and all that surrounds it. */
export class JobViews {
  private readonly rights: JobRights;
  private readonly stdout: JobStdout;

  constructor(private readonly ports: { readonly store: ReadStore; readonly clock: Clock }) {
    this.rights = new JobRights(ports.store);
    this.stdout = new JobStdout(ports.store);
  }

  /** Rows of `unified_job`, of one kind or mixed, each in the shape of its own. */
  async show(rows: readonly Row[], viewer: Viewer, depth: Depth): Promise<readonly JsonObject[]> {
    if (rows.length === 0) return [];
    const around = await readSurroundings(this.ports, rows);
    const permissions = await this.rights.of(rows, viewer);
    return rows.map((row) => shapeOf(jobInView(row, around), permissions(row), depth));
  }

  /** One job in full. */
  async detail(row: Row, viewer: Viewer): Promise<JsonObject> {
    const [shown = {}] = await this.show([row], viewer, 'detail');
    if (row['type'] === 'workflow_job') return shown;
    if (row['type'] === 'system_job') return { ...shown, result_stdout: await this.printed(Number(row['id'])) };
    return { ...shown, playbook_counts: await playbookCounts(this.ports.store, Number(row['id'])) };
  }

  private printed(id: number): Promise<string> {
    return this.stdout.text({ kind: 'system_job', id }, false);
  }
}

const jobInView = (row: Row, around: Surroundings): JobInView => ({
  kind: row['type'] as JobKind,
  row,
  around,
  references: referencesOf(row, around),
  template: templateOf(row, around),
});

const shapeOf = (job: JobInView, permissions: JobPermissions, depth: Depth): JsonObject => {
  const { kind, row } = job;
  const id = Number(row['id']);
  return {
    id,
    type: kind,
    url: jobUrl(kind, id),
    related: relatedOf(job),
    summary_fields: summaryOf(job, permissions, depth === 'detail'),
    created: textOf(row['created']),
    modified: textOf(row['modified']),
    ...shownFields(JOB_KINDS[kind].fields, row, depth, computedFields(job)),
  };
};

const relatedOf = ({ kind, row, around, references, template }: JobInView): JsonObject => {
  const url = jobUrl(kind, Number(row['id']));
  return {
    ...linksOf(kind, references),
    ...(template && templateLinks(template)),
    ...Object.fromEntries(JOB_KINDS[kind].below.map((path) => [path, `${url}${path}/`])),
    ...workflowLinks(row, around),
  };
};

const summaryOf = (job: JobInView, permissions: JobPermissions, isDetail: boolean): JsonObject => {
  const { row, around, references, template } = job;
  return {
    ...Object.fromEntries(references.map(({ name, summary }) => [name, summary])),
    ...(template && templateSummaries(template)),
    ...workflowSummaries(row, around, isDetail),
    user_capabilities: { delete: permissions.mayDelete, start: permissions.mayStart },
    ...listed(job),
  };
};

const MOST_LABELS = 10;

/** Labels and credentials of those kinds that have them. */
const listed = ({ kind, row, around }: JobInView): JsonObject => {
  if (kind === 'project_update' || kind === 'system_job') return {};
  const id = Number(row['id']);
  const labels = around.labels(id);
  const results = labels
    .slice(0, MOST_LABELS)
    .map((label) => ({ id: Number(label['id']), name: textOf(label['name']) }));
  return {
    labels: { count: labels.length, results },
    ...(kind === 'job' && { credentials: around.credentials(id).map(credentialSummary) }),
  };
};

const credentialSummary = ({ id, name, description, kind, cloud }: JsonObject): JsonObject => ({
  id: id ?? null,
  name: name ?? '',
  description: description ?? '',
  kind: kind ?? '',
  cloud: cloud ?? false,
});
