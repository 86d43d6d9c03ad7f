import type { ReadStore } from '@application/ports';
import type { Holdable } from '@domain/access';
import { sql } from 'kysely';
import type { ResourceType } from '../declaration/field.js';
import { kindOf } from '../registry.js';
import { idOrNull, rowsOf, textOr } from './sql-rows.js';
import { linkTable } from './tables.js';

/** Kinds of templates that carry labels. */
export const CARRIERS = ['job_template', 'workflow_job_template'] as const satisfies readonly ResourceType[];

/** Where it is kept which labels templates of a kind carry. */
export const carryingTable = (type: (typeof CARRIERS)[number]): string => linkTable(kindOf(type), 'labels');

/** Templates that carry a label, as the policy asks about them. */
export const readCarriers = async (store: ReadStore, label: number): Promise<readonly Holdable[]> => {
  const of = CARRIERS.map(
    (type) => sql`SELECT ${sql.lit(type)} AS type, one.id, one.organization FROM ${sql.table(carryingTable(type))} link
      JOIN ${sql.table(type)} one ON one.id = link.parent_id WHERE link.child_id = ${label}`,
  );
  const rows = await rowsOf(store, sql`${sql.join(of, sql` UNION ALL `)}`);
  return rows.map((row) => ({
    type: textOr(row['type'], ''),
    id: Number(row['id']),
    organization: idOrNull(row['organization']),
  }));
};
