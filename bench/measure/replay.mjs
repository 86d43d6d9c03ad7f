import { DatabaseSync } from '@photostructure/sqlite';
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Client } from '../client.mjs';
import { until } from '../cairn.mjs';
import { timed } from '../statistics.mjs';
import { ROOT, startServer } from '../../scripts/running-server.cjs';

const VERIFY = join(ROOT, 'dist/apps/server/src/verify.js');
const LOOK_EVERY_MS = 25;

/**
 * Reads the log of a stopped server three ways: its rows with their JSON parsed and nothing else, `npm run verify` (every hash
 * chain), and a start without read models, which makes them all anew.
 */
export const replay = async (home, environment, workflows) => {
  const scan = scanned(join(home.data, 'log.sqlite'));
  const verifying = await timed(async () => verified(home.data));
  const rebuilding = await timed(() => rebuilt(home, environment, workflows));
  return {
    events: scan.events,
    scannedPerSecond: scan.events / (scan.milliseconds / 1000),
    verifiedPerSecond: scan.events / (verifying / 1000),
    projectedPerSecond: scan.events / (rebuilding / 1000),
  };
};

const scanned = (file) => {
  const db = new DatabaseSync(file, { readOnly: true });
  const began = performance.now();
  let events = 0;
  for (const { data, meta } of db.prepare('SELECT * FROM events ORDER BY position').iterate()) {
    JSON.parse(data);
    JSON.parse(meta);
    events += 1;
  }
  const milliseconds = performance.now() - began;
  db.close();
  return { events, milliseconds };
};

const verified = (data) => {
  const environment = { ...process.env, CAIRN_DATA: data };
  const { status, stdout, stderr } = spawnSync(process.execPath, [VERIFY], { env: environment, encoding: 'utf8' });
  if (status !== 0) throw new Error(`verify failed: ${stdout}${stderr}`);
};

/** The time of a whole start is in it: a second or so, little beside a long log. */
const rebuilt = async (home, environment, workflows) => {
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(home.data, `read-models.sqlite${suffix}`), { force: true });
  const server = await startServer(home, environment);
  const client = new Client(server.base, home.user, home.password);
  const isComplete = async () => (await client.get('workflow_jobs/?status=successful&page_size=1')).count >= workflows;
  await until(isComplete, LOOK_EVERY_MS);
  client.close();
  await server.stop();
};
