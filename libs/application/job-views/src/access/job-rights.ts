import type { ReadStore, Row } from '@application/ports';
import { readHoldings } from '@application/resources';
import { type Action, type Holdable, type Holdings, holds, may, type Viewer } from '@domain/access';
import type { JobKind } from '@domain/launch';
import { groupedRows, IN_IDS } from '../views/rows-by-ids.js';
import { idOf } from '../views/values.js';

/** What a viewer may do with one job. */
export interface JobPermissions {
  readonly mayStart: boolean;
  readonly mayDelete: boolean;
  readonly mayCancel: boolean;
}

const EVERYTHING: JobPermissions = { mayStart: true, mayDelete: true, mayCancel: true };
const NOTHING: JobPermissions = { mayStart: false, mayDelete: false, mayCancel: false };

const TEMPLATES = `SELECT id, type, organization FROM (
    SELECT id, 'job_template' AS type, organization FROM job_template
    UNION ALL SELECT id, 'workflow_job_template', organization FROM workflow_job_template
    UNION ALL SELECT id, 'project', organization FROM project) WHERE id IN ${IN_IDS}`;

/** Actions on the template that starting and canceling need. */
const NEEDED: Readonly<Record<JobKind, { readonly start: Action; readonly cancel: Action }>> = {
  job: { start: 'execute', cancel: 'change' },
  workflow_job: { start: 'execute', cancel: 'change' },
  project_update: { start: 'update', cancel: 'update' },
  system_job: { start: 'execute', cancel: 'change' },
};

/** Role in the job's organization that deleting needs, and canceling where the template has gone; null: superusers only. */
const ORGANIZATION_ROLES: Readonly<Record<JobKind, { readonly remove: string; readonly orphan: string } | null>> = {
  job: { remove: 'admin_role', orphan: 'job_template_admin_role' },
  workflow_job: { remove: 'workflow_admin_role', orphan: 'workflow_admin_role' },
  project_update: { remove: 'project_admin_role', orphan: 'project_admin_role' },
  system_job: null,
};

/** Who may start, cancel and delete jobs (spec jobs.md §2, workflows.md §2.2). */
export class JobRights {
  constructor(private readonly store: ReadStore) {}

  /** For a page of jobs, in a fixed number of queries. */
  async of(rows: readonly Row[], viewer: Viewer): Promise<(row: Row) => JobPermissions> {
    if (viewer.isSuperuser) return () => EVERYTHING;
    const held = await readHoldings(this.store, viewer);
    const templates = await groupedRows(
      this.store,
      TEMPLATES,
      rows.map((row) => row['unified_job_template']),
    );
    return (row) =>
      permissionsOf({ viewer, held, row, template: templates.get(Number(row['unified_job_template']))?.[0] });
  }
}

interface Question {
  readonly viewer: Viewer;
  readonly held: Holdings;
  readonly row: Row;
  readonly template: Row | undefined;
}

const permissionsOf = (question: Question): JobPermissions => {
  const kind = question.row['type'] as JobKind;
  const { start, cancel } = NEEDED[kind];
  const roles = ORGANIZATION_ROLES[kind];
  if (roles === null) return NOTHING;
  const { remove, orphan } = roles;
  const mayDelete = hasRole(question, remove);
  const isCreator = idOf(question.row['created_by']) === question.viewer.id;
  const administers = question.template ? mayOnTemplate(question, cancel) : hasRole(question, orphan);
  return { mayStart: mayOnTemplate(question, start), mayDelete, mayCancel: isCreator || administers || mayDelete };
};

const mayOnTemplate = ({ viewer, held, template }: Question, action: Action): boolean => {
  if (!template) return false;
  const guardian: Holdable = {
    type: String(template['type']),
    id: Number(template['id']),
    organization: idOf(template['organization']),
  };
  return may(viewer, held, action, { type: guardian.type, id: guardian.id, guardian }).allowed;
};

const hasRole = ({ held, row }: Question, role: string): boolean => {
  const id = idOf(row['organization']);
  return id !== null && holds(held, { type: 'organization', id, organization: null }, role);
};
