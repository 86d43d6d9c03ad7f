import type { ReadStore, Row, SqlValue } from '@application/ports';
import { kindOf, type ResourceType, Summaries, type SummaryType, urlOf } from '@application/resources';
import { SAVED_LIST_PATHS, shownConfiguration } from '@application/saved-configurations';
import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import { SCHEDULE_TYPE } from './schedule-model.js';
import type { ScheduleRights } from './schedule-rights.js';

/** `/api/v2/schedules/12/` */
export const scheduleUrl = (id: number): string => `/api/v2/schedules/${id}/`;

/** What surrounds a page of schedules. */
interface Around {
  readonly summary: (type: SummaryType, id: number | null) => JsonObject | undefined;
  readonly template: (row: Row) => Row | undefined;
  readonly capabilities: (row: Row) => JsonObject;
}

/** A key of `related` and `summary_fields`. */
interface Reference {
  readonly name: string;
  readonly type: ResourceType;
  readonly id: number;
  readonly summary: JsonObject;
}

const USERS = ['created_by', 'modified_by'] as const;

/** Schedules as the API shows them, with a fixed number of queries for any number of them. */
export class ScheduleViews {
  private readonly summaries: Summaries;

  constructor(
    private readonly store: ReadStore,
    private readonly rights: ScheduleRights,
  ) {
    this.summaries = new Summaries(store);
  }

  async show(rows: readonly Row[], viewer: Viewer): Promise<readonly JsonObject[]> {
    if (rows.length === 0) return [];
    const around = await this.around(rows, viewer);
    return rows.map((row) => shapeOf(row, around));
  }

  private async around(rows: readonly Row[], viewer: Viewer): Promise<Around> {
    const templates = await this.templates(rows);
    const template = (row: Row) => templates.get(Number(row['unified_job_template']));
    const inventories = rows.flatMap((row) => [idIn(row['inventory']), idIn(template(row)?.['inventory'])]);
    const ids = (column: string) => rows.map((row) => idIn(row[column]));
    const wanted: readonly (readonly [SummaryType, readonly (number | null)[]])[] = [
      ['user', USERS.flatMap(ids)],
      ['inventory', inventories],
      ['execution_environment', ids('execution_environment')],
      ['unified_job_template', ids('unified_job_template')],
    ];
    const found = new Map(
      await Promise.all(wanted.map(async ([type, of]) => [type, await this.summaries.of(type, of)] as const)),
    );
    return {
      summary: (type, id) => (id === null ? undefined : found.get(type)?.get(id)),
      template,
      capabilities: await this.rights.capabilities(rows, viewer),
    };
  }

  /** What of their templates schedules show, by id. */
  private async templates(rows: readonly Row[]): Promise<ReadonlyMap<number, Row>> {
    const found = new Map<number, Row>();
    for (const kind of new Set(rows.map((row) => String(row['template_kind'])))) {
      const columns = COLUMNS[kind];
      if (columns === undefined) continue;
      const ids = rows.filter((row) => row['template_kind'] === kind).map((row) => Number(row['unified_job_template']));
      const sql = `SELECT id, ${columns} FROM "${kind}" WHERE id IN (SELECT value FROM json_each(?))`;
      for (const row of await this.store.all(sql, [JSON.stringify(ids)])) found.set(Number(row['id']), row);
    }
    return found;
  }
}

/** Columns of templates that their schedules show, by kind. */
const COLUMNS: Readonly<Record<string, string>> = {
  job_template: 'inventory, project',
  workflow_job_template: 'inventory',
  system_job_template: 'job_type',
};

const shapeOf = (row: Row, around: Around): JsonObject => {
  const id = Number(row['id']);
  const references = referencesOf(row, around);
  return {
    rrule: String(row['rrule']),
    id,
    type: SCHEDULE_TYPE,
    url: scheduleUrl(id),
    related: relatedOf(row, references, around),
    summary_fields: summaryOf(row, references, around),
    created: String(row['created']),
    modified: String(row['modified']),
    name: String(row['name']),
    description: String(row['description']),
    ...shownConfiguration(row),
    unified_job_template: Number(row['unified_job_template']),
    enabled: Boolean(row['enabled']),
    ...Object.fromEntries(['dtstart', 'dtend', 'next_run'].map((name) => [name, shownTime(row[name])])),
    timezone: String(row['timezone']),
    until: String(row['until']),
  };
};

/** Whole seconds are shown without decimals. */
export const shownTime = (value: SqlValue | undefined): string | null =>
  typeof value === 'string' ? value.replace(/\.0+Z$/, 'Z') : null;

/** The inventory is the prompted one, else the template's. */
const referencesOf = (row: Row, { summary, template }: Around): readonly Reference[] => {
  const candidates: readonly (readonly [string, ResourceType, number | null])[] = [
    ['created_by', 'user', idIn(row['created_by'])],
    ['modified_by', 'user', idIn(row['modified_by'])],
    ['inventory', 'inventory', idIn(row['inventory']) ?? idIn(template(row)?.['inventory'])],
    ['execution_environment', 'execution_environment', idIn(row['execution_environment'])],
  ];
  return candidates.flatMap(([name, type, id]) => {
    const found = summary(type, id);
    return id === null || !found ? [] : [{ name, type, id, summary: found }];
  });
};

const relatedOf = (row: Row, references: readonly Reference[], { template }: Around): JsonObject => {
  const url = scheduleUrl(Number(row['id']));
  const kind = String(row['template_kind']) as ResourceType;
  const project = kind === 'project' ? Number(row['unified_job_template']) : idIn(template(row)?.['project']);
  return {
    ...Object.fromEntries(references.map(({ name, type, id }) => [name, urlOf(kindOf(type), id)])),
    ...Object.fromEntries(SAVED_LIST_PATHS.map((path) => [path, `${url}${path}/`])),
    unified_jobs: `${url}jobs/`,
    unified_job_template: urlOf(kindOf(kind), Number(row['unified_job_template'])),
    ...(project !== null && { project: urlOf(kindOf('project'), project) }),
  };
};

const summaryOf = (row: Row, references: readonly Reference[], around: Around): JsonObject => {
  const template = around.summary('unified_job_template', idIn(row['unified_job_template']));
  const jobType = around.template(row)?.['job_type'];
  return {
    ...Object.fromEntries(references.map(({ name, summary }) => [name, summary])),
    ...(template && {
      unified_job_template: { ...template, ...(typeof jobType === 'string' && { job_type: jobType }) },
    }),
    user_capabilities: around.capabilities(row),
  };
};

const idIn = (value: SqlValue | undefined): number | null =>
  value === undefined || value === null ? null : Number(value);
