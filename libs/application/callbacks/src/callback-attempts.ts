import type { ReadStore, Row } from '@application/ports';
import { listAnswer, type ListReader, type Scope } from '@application/queries';
import { type Caller, kindOf, type ResourceService, urlOf, writeContext } from '@application/resources';
import type { Json, JsonObject } from '@domain/kernel';
import { sql } from 'kysely';
import { callbackAttemptModel } from './attempts-model.js';

export interface AttemptPorts {
  readonly store: Pick<ReadStore, 'db'>;
  readonly lists: Pick<ListReader, 'page'>;
  readonly resources: Pick<ResourceService, 'permitted'>;
}

/** Calls of a template and what came of them, for those who administer it: callers are never told. */
export class CallbackAttempts {
  constructor(private readonly ports: AttemptPorts) {}

  /** @throws DomainError missing | forbidden */
  async list(template: number, search: string, caller: Caller): Promise<JsonObject> {
    await this.ports.resources.permitted('job_template', template, 'audit', writeContext(caller, 'attempts'));
    const own: Scope = (alias) => sql`${sql.ref(`${alias}.template`)} = ${template}`;
    const path = `${urlOf(kindOf('job_template'), template)}callback_attempts/`;
    const page = await this.ports.lists.page({ model: callbackAttemptModel, path, search, scopes: [own] });
    const jobs = await this.jobs(page.rows);
    return listAnswer(
      page,
      page.rows.map((row) => attemptView(row, jobs)),
    );
  }

  /** Those of the page that are still there. */
  private async jobs(rows: readonly Row[]): Promise<ReadonlyMap<number, JsonObject>> {
    const ids = rows.flatMap(({ job }) => (job === null ? [] : [Number(job)]));
    if (ids.length === 0) return new Map();
    const query = this.ports.store.db.selectFrom('unified_job').select(['id', 'name', 'status', 'failed']);
    const found = await query.where('id', 'in', ids).execute();
    return new Map(
      found.map(({ id, name, status, failed }) => [
        Number(id),
        { id: Number(id), type: 'job', name: String(name), status: String(status), failed: Boolean(failed) },
      ]),
    );
  }
}

const attemptView = (row: Row, jobs: ReadonlyMap<number, JsonObject>): JsonObject => {
  const job = row['job'] === null ? undefined : jobs.get(Number(row['job']));
  return {
    id: Number(row['id']),
    type: 'callback_attempt',
    related: {
      job_template: urlOf(kindOf('job_template'), Number(row['template'])),
      ...(job && { job: `/api/v2/jobs/${Number(row['job'])}/` }),
    },
    summary_fields: { ...(job && { job }) },
    created: text(row['created']),
    verdict: text(row['verdict']),
    reason: text(row['reason']),
    answer: text(row['answer']),
    address: text(row['address']),
    candidates: parsed(row['candidates']),
    headers: parsed(row['headers']),
    trusted: Boolean(row['trusted']),
    compared: parsed(row['compared']),
    matching_hosts: parsed(row['matched']),
    variables: parsed(row['variables']),
    job: row['job'] === null ? null : Number(row['job']),
    count: Number(row['count']),
    since: text(row['since']),
  };
};

const text = (value: Row[string] | undefined): Json => (typeof value === 'string' ? value : null);

const parsed = (value: Row[string] | undefined): Json => JSON.parse(String(value)) as Json;
