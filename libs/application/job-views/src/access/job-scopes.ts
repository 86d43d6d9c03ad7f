import { type RawBuilder, sql } from 'kysely';
import type { ReadStore } from '@application/ports';
import type { Scope } from '@application/queries';
import { readHoldings } from '@application/resources';
import { type Holdings, reach, type Viewer } from '@domain/access';

type Query = RawBuilder<unknown>;

const TEMPLATE_TYPES = ['job_template', 'workflow_job_template', 'project'] as const;

/** One parameter, however many ids. */
const listed = (ids: readonly number[]): Query => sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`;

/** Kinds of templates share one space of ids: that of a project is that of no job template. */
const ofReadableTemplates = (held: Holdings): readonly Query[] =>
  TEMPLATE_TYPES.map((type) => {
    const { ids, organizations } = reach(held, type, 'read_role');
    return sql`SELECT id FROM unified_job WHERE unified_job_template IN
      (SELECT id FROM ${sql.table(type)} WHERE id IN ${listed(ids)} OR organization IN ${listed(organizations)})`;
  });

const overseen = (held: Holdings): Query => {
  const ids = ['admin_role', 'auditor_role'].flatMap((role) => reach(held, 'organization', role).ids);
  return sql`SELECT id FROM unified_job WHERE organization IN ${listed(ids)}`;
};

/** A job without a template is its creator's. */
const own = ({ id }: Viewer): Query =>
  sql`SELECT id FROM unified_job WHERE unified_job_template IS NULL AND created_by = ${id}`;

/** Each part has an index of its own. As one condition with OR they would be asked of every job there is. */
const readableJobs = (viewer: Viewer, held: Holdings): Query =>
  sql.join([...ofReadableTemplates(held), overseen(held), own(viewer)], sql` UNION ALL `);

/** Which jobs a viewer may read: those of readable templates, and all of organizations he administers or audits. */
export class JobScopes {
  constructor(private readonly store: ReadStore) {}

  /** Rows of `unified_job`; undefined: all. */
  jobs(viewer: Viewer): Promise<Scope | undefined> {
    return this.amongReadable('id', viewer);
  }

  /** Rows that belong to a job, by the column that says to which. */
  partsOf(column: 'job' | 'workflow_job', viewer: Viewer): Promise<Scope | undefined> {
    return this.amongReadable(column, viewer);
  }

  private async amongReadable(column: string, viewer: Viewer): Promise<Scope | undefined> {
    if (viewer.isSuperuser || viewer.isSystemAuditor) return undefined;
    const held = await readHoldings(this.store, viewer);
    return (alias) => sql`${sql.ref(`${alias}.${column}`)} IN (${readableJobs(viewer, held)})`;
  }
}
