import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite';
import {
  type JobOutput,
  type JobOutputRows,
  type NewRunEvent,
  OUTPUT_COLUMNS,
  type OutputRow,
  storableText,
} from '@application/ports';

/** Table `job_event`; `id` is what `/api/v2/job_events/N/` shows. */
const SCHEMA = `
  PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000;
  CREATE TABLE IF NOT EXISTS job_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT, job INTEGER NOT NULL, counter INTEGER NOT NULL, created TEXT NOT NULL,
    event TEXT NOT NULL, uuid TEXT NOT NULL, parent_uuid TEXT NOT NULL, event_data TEXT NOT NULL, failed INTEGER NOT NULL,
    changed INTEGER NOT NULL, host INTEGER, host_name TEXT NOT NULL, playbook TEXT NOT NULL, play TEXT NOT NULL,
    task TEXT NOT NULL, role TEXT NOT NULL, stdout TEXT NOT NULL, start_line INTEGER NOT NULL, end_line INTEGER NOT NULL,
    verbosity INTEGER NOT NULL, UNIQUE (job, counter)
  );
  CREATE INDEX IF NOT EXISTS job_event_parent ON job_event (job, parent_uuid);
  CREATE INDEX IF NOT EXISTS job_event_line ON job_event (job, start_line, counter);
  CREATE INDEX IF NOT EXISTS job_event_host ON job_event (host, job) WHERE host IS NOT NULL;
  CREATE INDEX IF NOT EXISTS job_event_starts ON job_event (job, event)
    WHERE event IN ('playbook_on_play_start', 'playbook_on_task_start');
`;
const INSERT = `
  INSERT INTO job_event (job, counter, created, event, uuid, parent_uuid, event_data, failed, changed, host, host_name,
    playbook, play, task, role, stdout, start_line, end_line, verbosity)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (job, counter) DO NOTHING
`;
const ROWS_AFTER = `SELECT ${OUTPUT_COLUMNS.join(', ')} FROM job_event WHERE id > ? ORDER BY id LIMIT ?`;
const PUT_ROW = `INSERT INTO job_event (${OUTPUT_COLUMNS.join(', ')})
  VALUES (${OUTPUT_COLUMNS.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`;
/** When the statistics arrive, what happened below is copied to the direct parents (spec jobs.md §6.1). */
const PROPAGATE = (column: 'changed' | 'failed'): string => `
  UPDATE job_event SET ${column} = 1 WHERE job = ? AND ${column} = 0
    AND uuid IN (SELECT parent_uuid FROM job_event WHERE job = ? AND ${column} = 1 AND parent_uuid <> '')
`;

/**
 * Output of all jobs in one SQLite file of its own. The run keeps its event file until the end of the job is in the log, so
 * a power cut loses nothing: what is missing here is read again.
 */
export class SqliteJobOutput implements JobOutput, JobOutputRows {
  private readonly database: DatabaseSyncInstance;
  private readonly insert: StatementSyncInstance;

  constructor(readonly file: string) {
    this.database = new DatabaseSync(file, { timeout: 5000 });
    this.database.exec(SCHEMA);
    this.insert = this.database.prepare(INSERT);
  }

  append(jobId: number, events: readonly NewRunEvent[]): Promise<void> {
    if (events.length === 0) return Promise.resolve();
    this.transaction(() => {
      for (const event of events) this.insert.run(...columns(jobId, event).map(storable));
      if (events.some(({ event }) => event === 'playbook_on_stats')) this.propagate(jobId);
    });
    return Promise.resolve();
  }

  lastCounter(jobId: number): Promise<number> {
    const row = this.database.prepare('SELECT MAX(counter) AS last FROM job_event WHERE job = ?').get(jobId) as {
      last: number | null;
    };
    return Promise.resolve(row.last ?? 0);
  }

  remove(jobId: number): Promise<void> {
    this.database.prepare('DELETE FROM job_event WHERE job = ?').run(jobId);
    return Promise.resolve();
  }

  rowsAfter(id: number, limit: number): Promise<readonly OutputRow[]> {
    return Promise.resolve(this.database.prepare(ROWS_AFTER).all(id, limit) as unknown as OutputRow[]);
  }

  putRows(rows: readonly OutputRow[]): Promise<void> {
    const put = this.database.prepare(PUT_ROW);
    this.transaction(() => {
      for (const row of rows) put.run(...OUTPUT_COLUMNS.map((column) => storable(row[column])));
    });
    return Promise.resolve();
  }

  close(): void {
    if (this.database.isOpen) this.database.close();
  }

  private transaction(work: () => void): void {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.database.exec('COMMIT');
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK'); // a full disk has rolled back by itself
      throw error;
    }
  }

  private propagate(jobId: number): void {
    for (const column of ['changed', 'failed'] as const) this.database.prepare(PROPAGATE(column)).run(jobId, jobId);
  }
}

const storable = (value: string | number | null): string | number | null =>
  typeof value === 'string' ? storableText(value) : value;

const columns = (jobId: number, event: NewRunEvent): (string | number | null)[] => [
  jobId,
  event.counter,
  event.createdAt,
  event.event,
  event.uuid,
  event.parentUuid,
  JSON.stringify(event.data),
  Number(event.failed),
  Number(event.changed),
  event.hostId,
  event.hostName,
  event.playbook,
  event.play,
  event.task,
  event.role,
  event.stdout,
  event.startLine,
  event.endLine,
  event.verbosity,
];
