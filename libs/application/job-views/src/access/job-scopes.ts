import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { ReadStore } from '@application/ports';
import type { Scope } from '@application/queries';
import { readHoldings } from '@application/resources';
import { type Holdings, reach, type Viewer } from '@domain/access';

type Condition = RawBuilder<SqlBool>;

const TEMPLATE_TYPES = ['job_template', 'workflow_job_template', 'project'] as const;

/** One parameter, however many ids. */
const listed = (ids: readonly number[]): RawBuilder<unknown> =>
  sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`;

const ofReadableTemplate = (alias: string, type: string, held: Holdings): Condition => {
  const { ids, organizations } = reach(held, type, 'read_role');
  return sql`(${sql.ref(`${alias}.template_type`)} = ${type} AND ${sql.ref(`${alias}.unified_job_template`)} IN
    (SELECT id FROM ${sql.table(type)} WHERE id IN ${listed(ids)} OR organization IN ${listed(organizations)}))`;
};

const overseen = (alias: string, held: Holdings): Condition => {
  const ids = ['admin_role', 'auditor_role'].flatMap((role) => reach(held, 'organization', role).ids);
  return sql`${sql.ref(`${alias}.organization`)} IN ${listed(ids)}`;
};

/** A job without a template is its creator's. */
const own = (alias: string, viewer: Viewer): Condition =>
  sql`(${sql.ref(`${alias}.unified_job_template`)} IS NULL AND ${sql.ref(`${alias}.created_by`)} = ${viewer.id})`;

/** Which jobs a viewer may read: those of readable templates, and all of organizations he administers or audits. */
export class JobScopes {
  constructor(private readonly store: ReadStore) {}

  /** Rows of `unified_job`; undefined: all. */
  async jobs(viewer: Viewer): Promise<Scope | undefined> {
    if (viewer.isSuperuser || viewer.isSystemAuditor) return undefined;
    const held = await readHoldings(this.store, viewer);
    return (alias) => {
      const ofTemplates = TEMPLATE_TYPES.map((type) => ofReadableTemplate(alias, type, held));
      return sql`(${sql.join([...ofTemplates, overseen(alias, held), own(alias, viewer)], sql` OR `)})`;
    };
  }

  /** Rows that belong to a job, by the column that says to which. */
  async partsOf(column: 'job' | 'workflow_job', viewer: Viewer): Promise<Scope | undefined> {
    const scope = await this.jobs(viewer);
    return (
      scope &&
      ((alias) =>
        sql`${sql.ref(`${alias}.${column}`)} IN (SELECT owner.id FROM unified_job owner WHERE ${scope('owner')})`)
    );
  }
}
