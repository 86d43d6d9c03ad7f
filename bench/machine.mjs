// What this machine can do, and what a process has used of it.
import { spawnSync } from 'node:child_process';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

const CALIBRATION_MS = 700;
const LOOP_STEPS = 30_000_000;

/** Ticks of /proc: 100 a second on every Linux that Node.js runs on. */
const TICKS = 100;

/** Keeps this process, and what it starts, on two cores. */
export const useTwoCores = () => {
  if (availableParallelism() <= 2) return;
  spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', '0,1', String(process.pid)], { stdio: 'ignore' });
};

/** Synced writes of one small block a second, one after another, and millions of steps a second of one fixed loop. */
export const calibrate = () => ({ syncs: syncsPerSecond(), loop: loopSpeed() });

const syncsPerSecond = () => {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-bench-'));
  const file = openSync(join(folder, 'file'), 'w');
  const block = Buffer.alloc(512, 1);
  let count = 0;
  const began = performance.now();
  while (performance.now() - began < CALIBRATION_MS) {
    writeSync(file, block);
    fdatasyncSync(file);
    count += 1;
  }
  const seconds = (performance.now() - began) / 1000;
  closeSync(file);
  rmSync(folder, { recursive: true });
  return count / seconds;
};

const loopSpeed = () => {
  const began = performance.now();
  let state = 1;
  for (let step = 0; step < LOOP_STEPS; step++) state = (Math.imul(state, 1_103_515_245) + 12_345) | 0;
  const seconds = (performance.now() - began) / 1000;
  // The state is looked at, so that the loop cannot be left out.
  return (LOOP_STEPS + (state & 1)) / seconds / 1e6;
};

/** CPU seconds that a process has used so far, with its threads, without its children. */
export const cpuSeconds = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
};

/** CPU milliseconds of the main thread of a process so far, to the nanosecond: for what takes less than a tick. */
export const mainThreadMilliseconds = (pid) =>
  Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;

/** Resident memory of a process in MB. */
export const residentMegabytes = (pid) =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

export const description = () => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  node: process.version,
  platform: process.platform,
});
