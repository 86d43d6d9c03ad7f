import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Failure, ROOT, say } from './process.mjs';

/** Beside node_modules, which `npm ci` removes. */
const LOCK = join(ROOT, '.bootstrap.lock');
const PATIENCE_MS = 15 * 60_000;

const readOrNothing = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return undefined;
    throw error;
  }
};

/** Process id and, where the system tells, start time: a process id alone is soon somebody else's. */
const identity = (pid) => {
  const fields = readOrNothing(`/proc/${pid}/stat`)?.split(') ').at(-1)?.split(' ');
  return `${pid} ${fields?.[19] ?? ''}`;
};

const isSignalled = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
};

const isAlive = (owner) => {
  const pid = Number(owner.split(' ')[0]);
  return pid > 0 && isSignalled(pid) && identity(pid) === owner;
};

/** A link appears whole or not at all, so a lock always names its owner. */
const take = () => {
  const claim = `${LOCK}.${process.pid}`;
  writeFileSync(claim, identity(process.pid));
  try {
    linkSync(claim, LOCK);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(claim);
  }
};

/** Moves a dead owner's lock away; one that changed hands since it was looked at is put back. */
const bury = (owner) => {
  const grave = `${LOCK}.${process.pid}`;
  try {
    renameSync(LOCK, grave);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (readOrNothing(grave) === owner) rmSync(grave);
  else renameSync(grave, LOCK);
};

const acquire = async () => {
  const deadline = Date.now() + PATIENCE_MS;
  let isTold = false;
  while (!take()) {
    const owner = readOrNothing(LOCK);
    if (owner === undefined) continue;
    if (!isAlive(owner)) {
      bury(owner);
      continue;
    }
    if (Date.now() > deadline) throw new Failure(`another bootstrap still runs: process ${owner}`);
    if (!isTold) say('waiting for another bootstrap of this checkout');
    isTold = true;
    await wait(100);
  }
};

/** One bootstrap at a time in a checkout; a lock whose owner is gone does not count. */
export const withLock = async (work) => {
  await acquire();
  try {
    await work();
  } finally {
    rmSync(LOCK, { force: true });
  }
};
