import type { ReadStore, Row } from '@application/ports';
import { readHoldings } from '@application/resources';
import { type Action, type Holdable, type Holdings, may, type Subject, type Viewer } from '@domain/access';
import { groupedRows, IN_IDS } from '../views/rows-by-ids.js';
import { idOf, textOf } from '../views/values.js';

/** What a viewer may do with one job. */
export interface JobPermissions {
  readonly mayStart: boolean;
  readonly mayDelete: boolean;
  readonly mayCancel: boolean;
}

const EVERYTHING: JobPermissions = { mayStart: true, mayDelete: true, mayCancel: true };

const TEMPLATES = `SELECT id, type, organization FROM (
    SELECT id, 'job_template' AS type, organization FROM job_template
    UNION ALL SELECT id, 'workflow_job_template', organization FROM workflow_job_template
    UNION ALL SELECT id, 'project', organization FROM project) template WHERE id IN ${IN_IDS}`;

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

const permissionsOf = ({ viewer, held, row, template }: Question): JobPermissions => {
  const guardian: Holdable | null = template
    ? { type: String(template['type']), id: Number(template['id']), organization: idOf(template['organization']) }
    : null;
  const subject: Subject = {
    ...{ type: textOf(row['type']), id: Number(row['id']), guardian },
    ...{ organization: idOf(row['organization']), creator: idOf(row['created_by']) },
  };
  const allows = (action: Action): boolean => may(viewer, held, action, subject).allowed;
  return { mayStart: allows('start'), mayDelete: allows('delete'), mayCancel: allows('cancel') };
};
