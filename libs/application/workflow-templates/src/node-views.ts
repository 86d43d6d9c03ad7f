import type { ReadStore, Row } from '@application/ports';
import { kindOf, type ResourceType, Summaries, urlOf } from '@application/resources';
import { SAVED_LIST_PATHS, shownConfiguration } from '@application/saved-configurations';
import type { JsonObject } from '@domain/kernel';
import { sql } from 'kysely';
import { EDGE_KINDS, NODE_TYPE } from './node-model.js';
import { EDGE_TABLE } from './tables.js';

/** `/api/v2/workflow_job_template_nodes/31/` */
export const nodeUrl = (id: number): string => `/api/v2/workflow_job_template_nodes/${id}/`;

const SUMMARIZED = ['workflow_job_template', 'unified_job_template', 'inventory', 'execution_environment'] as const;

type Summarized = Readonly<Record<(typeof SUMMARIZED)[number], ReadonlyMap<number, JsonObject>>>;
type Children = ReadonlyMap<string, readonly number[]>;

/** API types of what nodes run, by the type of its runs. */
const TEMPLATE_OF_RUN: Readonly<Record<string, ResourceType>> = {
  job: 'job_template',
  workflow_job: 'workflow_job_template',
  project_update: 'project',
  system_job: 'system_job_template',
};

/** Nodes as the API shows them, with a fixed number of queries for any number of nodes. */
export class NodeViews {
  private readonly summaries: Summaries;

  constructor(private readonly store: ReadStore) {
    this.summaries = new Summaries(store);
  }

  async show(rows: readonly Row[]): Promise<readonly JsonObject[]> {
    if (rows.length === 0) return [];
    const children = await this.children(rows.map((row) => Number(row['id'])));
    const summaries = await this.summarize(rows);
    return rows.map((row) => ({
      ...headOf(row, summaries),
      ...promptsOf(row),
      ...Object.fromEntries(EDGE_KINDS.map((kind) => [`${kind}_nodes`, children.get(`${row['id']} ${kind}`) ?? []])),
      all_parents_must_converge: Boolean(row['all_parents_must_converge']),
      identifier: String(row['identifier']),
    }));
  }

  private async children(ids: readonly number[]): Promise<Children> {
    const query = sql<Row>`SELECT parent, child, kind FROM ${sql.table(EDGE_TABLE)} WHERE parent IN (${sql.join(ids)}) ORDER BY child`;
    const children = new Map<string, number[]>();
    for (const { parent, child, kind } of (await query.execute(this.store.db)).rows) {
      const key = `${parent} ${kind}`;
      children.set(key, [...(children.get(key) ?? []), Number(child)]);
    }
    return children;
  }

  private async summarize(rows: readonly Row[]): Promise<Summarized> {
    const entries = SUMMARIZED.map(async (field) => {
      const ids = rows.map((row) => idIn(row, field));
      return [field, await this.summaries.of(field, ids)] as const;
    });
    return Object.fromEntries(await Promise.all(entries)) as Summarized;
  }
}

const headOf = (row: Row, summaries: Summarized): JsonObject => {
  const id = Number(row['id']);
  const found = SUMMARIZED.flatMap((field) => {
    const summary = summaries[field].get(idIn(row, field) ?? 0);
    return summary ? [[field, summary] as const] : [];
  });
  return {
    id,
    type: NODE_TYPE,
    url: nodeUrl(id),
    related: {
      ...listUrls(id),
      ...Object.fromEntries(found.map(([field, summary]) => [field, urlIn(field, summary)])),
    },
    summary_fields: Object.fromEntries(found),
    created: timeIn(row, 'created'),
    modified: timeIn(row, 'modified'),
  };
};

const listUrls = (id: number): JsonObject => {
  const lists = [...SAVED_LIST_PATHS, 'create_approval_template', ...EDGE_KINDS.map((kind) => `${kind}_nodes`)];
  return Object.fromEntries(lists.map((list) => [list, `${nodeUrl(id)}${list}/`]));
};

const urlIn = (field: (typeof SUMMARIZED)[number], { id, unified_job_type: run }: JsonObject): string => {
  const type = field === 'unified_job_template' ? TEMPLATE_OF_RUN[run as string] : field;
  if (!type) throw new Error('a template is summarized whose runs are not known');
  return urlOf(kindOf(type), Number(id));
};

const promptsOf = (row: Row): JsonObject => ({
  ...shownConfiguration(row),
  workflow_job_template: idIn(row, 'workflow_job_template'),
  unified_job_template: idIn(row, 'unified_job_template'),
});

const idIn = (row: Row, column: string): number | null => {
  const value = row[column] ?? null;
  return value === null ? null : Number(value);
};

const timeIn = (row: Row, column: string): string => String(row[column]);
