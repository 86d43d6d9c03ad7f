import type { MessagePort } from 'node:worker_threads';
import type { DatabaseSyncInstance, SqliteModule, StatementSyncInstance } from '@photostructure/sqlite';
import type { Cells } from './rows.js';

/** One append as it travels to the writer. `next` is the revision its first event takes. */
export interface AppendRequest {
  readonly stream: string;
  readonly next: number;
  readonly cells: Cells;
}

/** Written (or found) with its last event there; or in conflict with the stream's newest revision (-1: none). */
export type AppendReply =
  { readonly revision: number; readonly place: number; readonly duplicate: boolean } | { readonly actual: number };

/** One reply for each request, in order; or the whole group failed. */
export type GroupReply =
  { readonly replies: readonly AppendReply[] } | { readonly failed: string; readonly outcomeUnknown: boolean };

interface Writer {
  readonly db: DatabaseSyncInstance;
  readonly begin: StatementSyncInstance;
  readonly commit: StatementSyncInstance;
  readonly newest: StatementSyncInstance;
  readonly insert: StatementSyncInstance;
  readonly stored: StatementSyncInstance;
  readonly moveHead: StatementSyncInstance;
  head: number;
}

/**
 * Source of the writer's thread: the functions below, as text. A thread needs a file or a text to start from; a file would be
 * JavaScript in the build and TypeScript under Jest, text made of compiled functions is the same in both. So they may use
 * nothing but each other and their arguments.
 */
export const threadSource = (): string =>
  [openWriter, appendOne, repeatOf, appendGroup, serve].map(String).join('\n') +
  `\nconst { parentPort, workerData } = require('node:worker_threads');
   serve(parentPort, openWriter(require(workerData.driver).DatabaseSync, workerData.file));`;

/* istanbul ignore next -- instrumented text would not run elsewhere */
export function openWriter(Database: SqliteModule['DatabaseSync'], file: string): Writer {
  const db = new Database(file);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;');
  db.exec('PRAGMA busy_timeout = 5000;');
  const { position } = db.prepare('SELECT position FROM head').get() as { position: number };
  return {
    db,
    begin: db.prepare('BEGIN IMMEDIATE'),
    commit: db.prepare('COMMIT'),
    newest: db.prepare('SELECT revision FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1'),
    insert: db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)'),
    stored: db.prepare('SELECT id, position FROM events WHERE stream = ? AND revision = ?'),
    moveHead: db.prepare('UPDATE head SET position = ?'),
    head: position,
  };
}

/* istanbul ignore next -- instrumented text would not run elsewhere */
export function appendOne(writer: Writer, { stream, next, cells }: AppendRequest): AppendReply {
  const newest = writer.newest.get(stream) as { revision: number } | undefined;
  const actual = newest ? newest.revision : -1;
  if (actual !== next - 1) return repeatOf(writer, { stream, next, cells }) ?? { actual };
  let revision = actual;
  for (let cell = 0; cell < cells.length; cell += 5) {
    revision += 1;
    writer.head += 1;
    writer.insert.run(writer.head, stream, revision, ...cells.slice(cell, cell + 5));
  }
  return { revision, place: writer.head, duplicate: false };
}

/* istanbul ignore next -- instrumented text would not run elsewhere */
function repeatOf(writer: Writer, { stream, next, cells }: AppendRequest): AppendReply | undefined {
  let place = 0;
  let revision = next - 1;
  for (let cell = 0; cell < cells.length; cell += 5) {
    revision += 1;
    const stored = writer.stored.get(stream, revision) as { id: string; position: number } | undefined;
    if (!stored || stored.id !== cells[cell]) return undefined;
    place = stored.position;
  }
  return { revision, place, duplicate: true };
}

/* istanbul ignore next -- instrumented text would not run elsewhere */
export function appendGroup(writer: Writer, requests: readonly AppendRequest[]): GroupReply {
  const before = writer.head;
  let isCommitting = false;
  try {
    writer.begin.run();
    const replies = requests.map((request) => appendOne(writer, request));
    if (writer.head !== before) writer.moveHead.run(writer.head);
    isCommitting = true;
    writer.commit.run();
    return { replies };
  } catch (error) {
    writer.head = before;
    if (writer.db.isTransaction) writer.db.exec('ROLLBACK');
    return { failed: error instanceof Error ? error.message : String(error), outcomeUnknown: isCommitting };
  }
}

/* istanbul ignore next -- instrumented text would not run elsewhere */
function serve(port: MessagePort, writer: Writer): void {
  port.on('message', (requests: readonly AppendRequest[] | 'close') => {
    if (requests !== 'close') return port.postMessage(appendGroup(writer, requests));
    writer.db.close();
    port.close();
  });
  port.postMessage('ready');
}
