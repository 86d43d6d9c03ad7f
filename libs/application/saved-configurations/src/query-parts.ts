import type { QueryColumn, QueryRelation, Scope } from '@application/queries';
import { sql } from 'kysely';
import { SAVED_LISTS, type SavedListKind } from './lists.js';
import type { MemberRows } from './member-rows.js';
import { HIDDEN_PROMPTS } from './prompt-rows.js';

const MODELS: Readonly<Record<SavedListKind, string>> = {
  credential: 'Credential',
  label: 'Label',
  instance_group: 'InstanceGroup',
};

/** What a list of nodes or schedules may be asked about their configurations. */
export const CONFIGURATION_QUERY_COLUMNS: readonly QueryColumn[] = [
  { name: 'extra_data', type: 'json' },
  { name: 'inventory', type: 'id' },
  { name: 'execution_environment', type: 'id' },
  { name: 'unified_job_template', type: 'id' },
  ...HIDDEN_PROMPTS.map((name): QueryColumn => ({ name, type: 'string', filterable: false })),
];

type MemberTable = Pick<MemberRows, 'table' | 'holder'>;

const one = (name: string, target: string): QueryRelation => ({ kind: 'one', name, target });

/** The relations that filters may follow from a configuration. */
export const configurationRelations = ({ table, holder }: MemberTable): readonly QueryRelation[] => [
  one('unified_job_template', 'UnifiedJobTemplate'),
  one('inventory', 'Inventory'),
  one('execution_environment', 'ExecutionEnvironment'),
  ...Object.entries(SAVED_LISTS).map(([name, relation]): QueryRelation => ({
    kind: 'many-to-many',
    name,
    target: MODELS[relation],
    via: { table, parent: holder, child: 'child', where: { relation } },
  })),
];

/** Those that one configuration brings. */
export const membersOf =
  ({ table, holder }: MemberTable, id: number, kind: SavedListKind): Scope =>
  (alias) =>
    sql`${sql.ref(`${alias}.id`)} IN (SELECT child FROM ${sql.table(table)} WHERE ${sql.ref(holder)} = ${id} AND relation = ${kind})`;
