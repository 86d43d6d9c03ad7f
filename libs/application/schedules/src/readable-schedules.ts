import type { Scope } from '@application/queries';
import type { ReadScopes, ResourceType } from '@application/resources';
import type { Viewer } from '@domain/access';
import { sql } from 'kysely';
import { SCHEDULABLE_KINDS } from './scheduled-templates.js';

/** Whoever reads a template reads its schedules; undefined: all. */
export const readableSchedules = async (scopes: Pick<ReadScopes, 'of'>, viewer: Viewer): Promise<Scope | undefined> => {
  const kinds = SCHEDULABLE_KINDS as readonly ResourceType[];
  const readable = await Promise.all(kinds.map((kind) => scopes.of(kind, viewer)));
  if (readable.every((scope) => scope === undefined)) return undefined;
  return (alias) => {
    const conditions = kinds.map((kind, index) => {
      const condition = readable[index]?.('one') ?? sql`1 = 1`;
      return sql`(${sql.ref(`${alias}.template_kind`)} = ${kind} AND ${sql.ref(`${alias}.unified_job_template`)} IN
        (SELECT one.id FROM ${sql.table(kind)} one WHERE ${condition}))`;
    });
    return sql`(${sql.join(conditions, sql` OR `)})`;
  };
};
