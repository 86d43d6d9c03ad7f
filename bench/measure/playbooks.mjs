import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare, until } from '../cairn.mjs';
import { RUN } from '../graph.mjs';
import { median, timed } from '../statistics.mjs';
import { withServer } from '../../scripts/running-server.cjs';

const PLAYBOOK = new URL('../playbooks/play.yml', import.meta.url).pathname;
const LOOK_EVERY_MS = 50;
const JOBS = 5;
const WORKFLOWS = 3;
const UNDER_WAY = ['new', 'pending', 'waiting', 'running'];

/**
 * The same play bare and as a job, taken in turns: one run beside one job, seven runs one after another beside the workflow.
 * A job counts from the answer of its launch to the time of its last event.
 */
export const withPlaybooks = (say) =>
  withServer(async (access) => {
    const cairn = await prepare(access);
    const folder = mkdtempSync(join(tmpdir(), 'cairn-bench-'));
    await bareRun(folder);
    await job(cairn);
    const [bare, jobs, bareSeven, workflows] = [[], [], [], []];
    for (let round = 0; round < JOBS; round++) {
      bare.push(await bareRun(folder));
      jobs.push(await job(cairn));
    }
    say('  jobs done, workflows next');
    for (let round = 0; round < WORKFLOWS; round++) {
      bareSeven.push(await bareRuns(folder, RUN));
      workflows.push(await workflow(cairn));
    }
    cairn.client.close();
    rmSync(folder, { recursive: true });
    return { bare: median(bare), job: median(jobs), bareSeven: median(bareSeven), workflow: median(workflows) };
  });

const bareRun = (folder) =>
  timed(async () => {
    const args = ['-i', 'localhost,', '-e', 'word=stone', PLAYBOOK];
    const environment = { ...process.env, ANSIBLE_LOCAL_TEMP: folder };
    const run = spawn('ansible-playbook', args, { env: environment, stdio: ['ignore', 'ignore', 'inherit'] });
    const [code] = await once(run, 'exit');
    if (code !== 0) throw new Error(`ansible-playbook ended with ${code}`);
  });

const bareRuns = (folder, count) =>
  timed(async () => {
    for (let run = 0; run < count; run++) await bareRun(folder);
  });

const job = async (cairn) => {
  const id = await cairn.launchJob();
  return untilEnd(() => cairn.job(id));
};

const workflow = async (cairn) => {
  const id = await cairn.launch();
  return untilEnd(() => cairn.workflowJob(id));
};

/** Milliseconds from now, when the launch has just been answered, to the end. */
const untilEnd = async (look) => {
  const began = Date.now();
  let seen;
  await until(async () => !UNDER_WAY.includes((seen = await look()).status), LOOK_EVERY_MS);
  if (seen.status !== 'successful') throw new Error(`ended ${seen.status}: ${seen.job_explanation}`);
  return Date.parse(seen.finished) - began;
};
