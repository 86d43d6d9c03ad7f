import { type RawBuilder, sql } from 'kysely';
import type { ReadStore, Row, SqlValue } from '@application/ports';
import { type Json, type JsonObject, withEntries } from '@domain/kernel';
import type { ResourceType } from '../declaration/field.js';
import { kindOf } from '../registry.js';
import { computedColumns } from './models/columns.js';
import { among, rowsOf } from './sql-rows.js';

/** Kinds of things that `summary_fields` tell of. */
export type SummaryType = ResourceType | 'unified_job_template' | 'unified_job' | 'schedule';

/** A key of a summary: its column, renamed or worked out; flags are stored as 0/1. */
interface Part {
  readonly name: string;
  readonly column?: string;
  readonly isFlag?: boolean;
}

const part = (name: string): Part => ({ name });
const flag = (name: string): Part => ({ name, isFlag: true });

const NAMED = [part('id'), part('name'), part('description')];
const COUNTS = [
  flag('has_active_failures'),
  part('total_hosts'),
  part('hosts_with_active_failures'),
  part('total_groups'),
  flag('has_inventory_sources'),
  part('total_inventory_sources'),
  part('inventory_sources_with_failures'),
];

const PARTS: Readonly<Partial<Record<ResourceType, readonly Part[]>>> = {
  user: [part('id'), part('username'), part('first_name'), part('last_name')],
  label: [part('id'), part('name')],
  o_auth2_application: [part('id'), part('name'), part('client_id')],
  instance_group: [part('id'), part('name'), flag('is_container_group')],
  execution_environment: [...NAMED, part('image')],
  inventory: [...NAMED, ...COUNTS, { name: 'organization_id', column: 'organization' }, part('kind')],
  project: [...NAMED, part('status'), part('scm_type'), flag('allow_override')],
  credential: [
    ...NAMED,
    part('kind'),
    flag('cloud'),
    flag('kubernetes'),
    { name: 'credential_type_id', column: 'credential_type' },
  ],
};

const JOB_PARTS = [
  ...NAMED,
  part('status'),
  flag('failed'),
  part('finished'),
  part('canceled_on'),
] as const satisfies readonly Part[];

const shown = ({ isFlag }: Part, value: SqlValue | undefined): Json | undefined => {
  if (value === null || value === undefined) return undefined;
  if (isFlag) return Boolean(value);
  return typeof value === 'bigint' ? Number(value) : value;
};

/** What is null is left out, as AWX does. */
const summaryOf = (parts: readonly Part[], row: Row): JsonObject =>
  withEntries(
    parts.flatMap((entry) => {
      const value = shown(entry, row[entry.name]);
      return value === undefined ? [] : [[entry.name, value] as const];
    }),
  );

const selectOf = (type: ResourceType, parts: readonly Part[], ids: readonly number[]): RawBuilder<unknown> => {
  const computed = computedColumns(kindOf(type));
  const columns = parts.map(
    ({ name, column }) => sql`${computed.get(name)?.('one') ?? sql.ref(`one.${column ?? name}`)} AS ${sql.ref(name)}`,
  );
  return sql`SELECT ${sql.join(columns)} FROM ${sql.table(type)} one WHERE ${among('one.id', ids)}`;
};

const TEMPLATE_PARTS = [...NAMED, part('unified_job_type')];

/** What a template's runs are called. */
const UNIFIED_TYPES = {
  job_template: 'job',
  workflow_job_template: 'workflow_job',
  project: 'project_update',
  system_job_template: 'system_job',
} as const;

const selectTemplates = (ids: readonly number[]): RawBuilder<unknown> =>
  sql.join(
    Object.entries(UNIFIED_TYPES).map(
      ([type, job]) =>
        sql`SELECT id, name, description, ${sql.lit(job)} AS unified_job_type FROM ${sql.table(type)} WHERE ${among('id', ids)}`,
    ),
    sql` UNION ALL `,
  );

/** Whole seconds are shown without decimals. */
const SCHEDULE_PARTS = [...NAMED, part('next_run')];

const selectSchedules = (ids: readonly number[]): RawBuilder<unknown> =>
  sql`SELECT id, name, description, REPLACE(next_run, '.000000Z', 'Z') AS next_run FROM schedule WHERE ${among('id', ids)}`;

const selectJobs = (ids: readonly number[]): RawBuilder<unknown> => {
  const columns = JOB_PARTS.map(({ name }) => sql.ref(name));
  return sql`SELECT ${sql.join(columns)} FROM unified_job WHERE ${among('id', ids)}`;
};

/** What objects are called where others refer to them: the entries of `summary_fields`. One query per call. */
export class Summaries {
  constructor(private readonly store: Pick<ReadStore, 'db'>) {}

  /** Summaries of those that exist, by id. */
  async of(type: SummaryType, ids: Iterable<number | null>): Promise<ReadonlyMap<number, JsonObject>> {
    const wanted = [...new Set(ids)].filter((id) => id !== null);
    if (wanted.length === 0) return new Map();
    const { parts, query } = this.reading(type, wanted);
    const rows = await rowsOf(this.store, query);
    return new Map(rows.map((row) => [Number(row['id']), summaryOf(parts, row)]));
  }

  private reading(type: SummaryType, ids: readonly number[]): { parts: readonly Part[]; query: RawBuilder<unknown> } {
    if (type === 'unified_job') return { parts: JOB_PARTS, query: selectJobs(ids) };
    if (type === 'schedule') return { parts: SCHEDULE_PARTS, query: selectSchedules(ids) };
    if (type === 'unified_job_template') return { parts: TEMPLATE_PARTS, query: selectTemplates(ids) };
    const parts = PARTS[type] ?? NAMED;
    return { parts, query: selectOf(type, parts, ids) };
  }
}
