import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '../client.mjs';

/** The bare walker in a process of its own, with the calls that the measurements make. */
export const startWalker = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-bench-'));
  const program = new URL('walker.mjs', import.meta.url).pathname;
  const child = spawn(process.execPath, [program, join(folder, 'log')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = await once(child.stdout, 'data');
  const client = new Client(`http://127.0.0.1:${Number(port)}`, 'nobody', '');
  return {
    pid: child.pid,
    launch: async () => (await client.post('launch/')).id,
    isOver: async (id) => (await client.get(`run/${id}`)).status !== 'running',
    unfinished: async () => (await client.get('unfinished')).count,
    /** Milliseconds at which each job began and ended, by node. */
    jobTimes: async (id) => (await client.get(`run/${id}`)).nodes,
    stop: async () => {
      client.close();
      child.kill();
      await once(child, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
};
