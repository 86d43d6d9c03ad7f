// Writes groups of appends, each group one synced transaction.
import { DatabaseSync } from '@photostructure/sqlite';
import { parentPort, workerData } from 'node:worker_threads';

const db = new DatabaseSync(workerData);
db.exec(`
  PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;
  CREATE TABLE events (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, body TEXT NOT NULL);
  CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);`);
const insert = db.prepare('INSERT INTO events (stream, revision, body) VALUES (?, ?, ?)');

parentPort.on('message', (group) => {
  db.exec('BEGIN IMMEDIATE');
  for (const { stream, revision, bodies } of group) {
    bodies.forEach((body, index) => insert.run(stream, revision + index, body));
  }
  db.exec('COMMIT');
  parentPort.postMessage('written');
});
parentPort.postMessage('ready');
