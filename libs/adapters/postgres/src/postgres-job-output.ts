import {
  type JobOutput,
  type JobOutputRows,
  type NewRunEvent,
  OUTPUT_COLUMNS,
  type OutputRow,
  storableText,
} from '@application/ports';
import type { Pool, PoolClient } from 'pg';
import { borrowing, openPool, type Place } from './connections.js';
import { toPostgresSchema } from './dialect.js';
import { persistently } from './failures.js';

/** Table `job_event`; `id` is what `/api/v2/job_events/N/` shows. */
const TABLE = `CREATE TABLE IF NOT EXISTS job_event (
  id INTEGER PRIMARY KEY AUTOINCREMENT, job INTEGER NOT NULL, counter INTEGER NOT NULL, created TEXT NOT NULL,
  event TEXT NOT NULL, uuid TEXT NOT NULL, parent_uuid TEXT NOT NULL, event_data TEXT NOT NULL, failed INTEGER NOT NULL,
  changed INTEGER NOT NULL, host INTEGER, host_name TEXT NOT NULL, playbook TEXT NOT NULL, play TEXT NOT NULL,
  task TEXT NOT NULL, role TEXT NOT NULL, stdout TEXT NOT NULL, start_line INTEGER NOT NULL, end_line INTEGER NOT NULL,
  verbosity INTEGER NOT NULL, UNIQUE (job, counter))`;
const INDEXES = [
  'CREATE INDEX IF NOT EXISTS job_event_parent ON job_event (job, parent_uuid)',
  'CREATE INDEX IF NOT EXISTS job_event_line ON job_event (job, start_line, counter)',
  'CREATE INDEX IF NOT EXISTS job_event_host ON job_event (host, job) WHERE host IS NOT NULL',
  `CREATE INDEX IF NOT EXISTS job_event_starts ON job_event (job, event)
    WHERE event IN ('playbook_on_play_start', 'playbook_on_task_start')`,
];

/** One statement however many events: they come as one JSON array. */
const INSERT = `INSERT INTO job_event (job, counter, created, event, uuid, parent_uuid, event_data, failed, changed, host, host_name,
    playbook, play, task, role, stdout, start_line, end_line, verbosity)
  SELECT $1, counter, created, event, uuid, parent_uuid, event_data, failed, changed, host, host_name,
    playbook, play, task, role, stdout, start_line, end_line, verbosity
  FROM json_to_recordset($2::json) AS given (counter bigint, created text, event text, uuid text, parent_uuid text, event_data text,
    failed bigint, changed bigint, host bigint, host_name text, playbook text, play text, task text, role text, stdout text,
    start_line bigint, end_line bigint, verbosity bigint)
  ORDER BY counter ON CONFLICT (job, counter) DO NOTHING`;
/** When the statistics arrive, what happened below is copied to the direct parents (spec jobs.md §6.1). */
const PROPAGATE = (
  column: 'changed' | 'failed',
): string => `UPDATE job_event SET ${column} = 1 WHERE job = $1 AND ${column} = 0
  AND uuid IN (SELECT parent_uuid FROM job_event WHERE job = $1 AND ${column} = 1 AND parent_uuid <> '')`;
/** A run goes on meanwhile: what it says is kept in its event file. */
const WRITING_PATIENCE_MS = 60_000;

const LAST = 'SELECT COALESCE(MAX(counter), 0) AS last FROM job_event WHERE job = $1';

const ROWS_AFTER = `SELECT ${OUTPUT_COLUMNS.join(', ')} FROM job_event WHERE id > $1 ORDER BY id LIMIT $2`;
const PUT_ROWS = `INSERT INTO job_event (${OUTPUT_COLUMNS.join(', ')})
  SELECT ${OUTPUT_COLUMNS.join(', ')} FROM json_populate_recordset(NULL::job_event, $1::json) ORDER BY id ON CONFLICT DO NOTHING`;
/** Rows of new jobs get ids behind those that were brought. */
const GO_ON = `SELECT setval(pg_get_serial_sequence('job_event', 'id'), greatest(
  (SELECT max(id) FROM job_event), nextval(pg_get_serial_sequence('job_event', 'id'))))`;

/**
 * Output of all jobs beside the read models that show it: written by the process that runs a job, read by any. The run keeps its
 * event file until the end of the job is in the log: what a crash of the server took is read again from there. The file goes after
 * the statistics, so the commit that brings them waits for the disk, and takes all before it along. All that is asked here may
 * happen twice, and does where a connection broke.
 */
export class PostgresJobOutput implements JobOutput, JobOutputRows {
  private constructor(private readonly pool: Pool) {}

  /**
   * @param place that of the read models; the output has the schema they call `output`
   * @throws ReadStoreUnavailable
   */
  static async open(place: Place, onLost: (error: Error) => void): Promise<PostgresJobOutput> {
    const schema = place.attach?.['output'];
    if (schema === undefined) throw new Error('the read models name no schema for the output of jobs');
    const output = new PostgresJobOutput(await openPool({ url: place.url, schema }, onLost));
    try {
      await output.transaction((client) => create(client, schema));
      return output;
    } catch (error) {
      await output.close();
      throw error;
    }
  }

  async append(jobId: number, events: readonly NewRunEvent[]): Promise<void> {
    if (events.length > 0) await this.transaction((client) => add(client, jobId, events));
  }

  async lastCounter(jobId: number): Promise<number> {
    const { rows } = await persistently(() => this.pool.query<{ last: number }>(LAST, [jobId]));
    return rows[0]?.last ?? 0;
  }

  async remove(jobId: number): Promise<void> {
    await persistently(() => this.pool.query('DELETE FROM job_event WHERE job = $1', [jobId]));
  }

  async rowsAfter(id: number, limit: number): Promise<readonly OutputRow[]> {
    const { rows } = await persistently(() => this.pool.query<OutputRow>(ROWS_AFTER, [id, limit]));
    return rows;
  }

  async putRows(rows: readonly OutputRow[]): Promise<void> {
    await this.transaction(async (client) => {
      await client.query(PUT_ROWS, [jsonOf(rows)]);
      await client.query(GO_ON);
    });
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private transaction(work: (client: PoolClient) => Promise<void>): Promise<void> {
    const once = (): Promise<void> => borrowing(this.pool, (client) => inTransaction(client, work));
    return persistently(once, WRITING_PATIENCE_MS);
  }
}

const inTransaction = async (client: PoolClient, work: (client: PoolClient) => Promise<void>): Promise<void> => {
  await client.query('BEGIN');
  try {
    await work(client);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined); // with a broken connection goes what it has begun
    throw error;
  }
};

/** One process at a time, if several start. */
const create = async (client: PoolClient, schema: string): Promise<void> => {
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`cairn ${schema}`]);
  await client.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
  await client.query(toPostgresSchema(TABLE));
  for (const statement of INDEXES) await client.query(statement);
};

const add = async (client: PoolClient, jobId: number, events: readonly NewRunEvent[]): Promise<void> => {
  const isLast = events.some(({ event }) => event === 'playbook_on_stats');
  if (isLast) await client.query('SET LOCAL synchronous_commit = on');
  await client.query(INSERT, [jobId, jsonOf(events.map(columns))]);
  if (!isLast) return;
  for (const column of ['changed', 'failed'] as const) await client.query(PROPAGATE(column), [jobId]);
};

const jsonOf = (rows: readonly object[]): string =>
  JSON.stringify(rows, (_, value: unknown) => (typeof value === 'string' ? storableText(value) : value));

const columns = (event: NewRunEvent) => ({
  ...{ counter: event.counter, created: event.createdAt, event: event.event },
  ...{ uuid: event.uuid, parent_uuid: event.parentUuid, event_data: JSON.stringify(event.data) },
  ...{ failed: Number(event.failed), changed: Number(event.changed), host: event.hostId, host_name: event.hostName },
  ...{ playbook: event.playbook, play: event.play, task: event.task, role: event.role, stdout: event.stdout },
  ...{ start_line: event.startLine, end_line: event.endLine, verbosity: event.verbosity },
});
