import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { LogDamaged } from '@application/ports';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { reading } from './driver-errors.js';
import { positionText } from './rows.js';

/** "Carn" and 1: what `file` and a stranger's tool see in the header. */
const APPLICATION_ID = 0x4361726e;
const FORMAT = 1;

const SQLITE_MAGIC = 'SQLite format 3\0';
const HEADER = 100;

const SCHEMA = `
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    schema INTEGER NOT NULL,
    data TEXT NOT NULL,
    meta TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);
  -- Newest position, written with every group: events cut off at the end of the log do not go unnoticed.
  CREATE TABLE head (only INTEGER PRIMARY KEY CHECK (only = 1), position INTEGER NOT NULL) STRICT;
  INSERT INTO head VALUES (1, 0);
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${FORMAT};`;

/**
 * Makes the file ready for the writer: tables in a new one, recovery after a crash, and a look at its structure that costs
 * the same whatever its size. The whole of it is checked by `npm run verify`. Call it under the lock, before other
 * connections are open: it reads the file by other means than SQLite.
 * @throws LogDamaged
 */
export const prepareFile = (file: string): void => {
  checkFile(file);
  reading(
    () => positionText(0),
    () => {
      const db = new DatabaseSync(file);
      try {
        db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
        createTables(db);
        checkTables(db, file);
      } finally {
        db.close();
      }
    },
  );
  checkFile(file);
};

/** Recognises a file that is no database, or lacks its end, before SQLite opens it. @throws LogDamaged */
const checkFile = (file: string): void => {
  if (!existsSync(file) || statSync(file).size === 0) return;
  const header = headerOf(file);
  if (header.toString('latin1', 0, SQLITE_MAGIC.length) !== SQLITE_MAGIC) {
    throw new LogDamaged(positionText(0), `${file} is not an event log`);
  }
  if (hasPendingPages(file)) return;
  const pageSize = header.readUInt16BE(16);
  const pages = header.readUInt32BE(28);
  const expected = (pageSize === 1 ? 65536 : pageSize) * pages;
  const { size } = statSync(file);
  if (size < expected) throw new LogDamaged(positionText(0), `${file} has ${size} of ${expected} bytes`);
};

/** While pages wait in the write-ahead log, the file itself may rightly lack them. */
const hasPendingPages = (file: string): boolean => existsSync(`${file}-wal`) && statSync(`${file}-wal`).size > 0;

const headerOf = (file: string): Buffer => {
  const header = Buffer.alloc(HEADER);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, header, 0, HEADER, 0);
  } finally {
    closeSync(handle);
  }
  return header;
};

/** Makes the tables of a new log. */
const createTables = (db: DatabaseSyncInstance): void => {
  const { tables } = db.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() as { tables: number };
  if (tables === 0) db.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT;`);
};

/**
 * Is it our kind of file, and do its ends fit together? Looks at a handful of pages, whatever the size.
 * @throws LogDamaged
 */
const checkTables = (db: DatabaseSyncInstance, file: string): void => {
  const { application_id: application } = db.prepare('PRAGMA application_id').get() as { application_id: number };
  const { user_version: format } = db.prepare('PRAGMA user_version').get() as { user_version: number };
  if (application !== APPLICATION_ID || format !== FORMAT) {
    throw new LogDamaged(positionText(0), `${file} is not an event log of this version`);
  }
  checkEnds(db);
};

const ENDS = `SELECT (SELECT position FROM head) AS head,
  (SELECT min(position) FROM events) AS first, (SELECT max(position) FROM events) AS last`;

const checkEnds = (db: DatabaseSyncInstance): void => {
  const ends = db.prepare(ENDS).get() as { head: number | null; first: number | null; last: number | null };
  const last = ends.last ?? 0;
  if (ends.head !== last) throw new LogDamaged(positionText(last), `the log should reach to ${ends.head}`);
  if (last > 0 && ends.first !== 1) throw new LogDamaged(positionText(1), 'the log does not start here');
};
