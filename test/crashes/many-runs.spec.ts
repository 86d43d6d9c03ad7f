import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { until } from '@testing/runs';
import { launchDemo, nodesOf, statesOf } from '../live/demo-run.js';
import { regardless } from './is-gone.js';
import { numbersFrom } from './random.js';
import { Survivor } from './survivor.js';

const seed = Number(process.env['CAIRN_CRASH_SEED'] ?? Date.now() % 1_000_000);
const CLIENTS = 8;
const RUNS_OF_EACH = 8;
const LONGEST_WAIT_MS = 800;
/** Where every job succeeds, as those of the noop executor do, the failure edges lead nowhere. */
const STATES = {
  build: 'successful',
  deploy: 'successful',
  migrate: 'successful',
  rollback: 'skipped',
  repair: 'skipped',
};

let survivor: Survivor;
const executed = (home: { readonly data: string }): string => join(home.data, 'executed');

beforeAll(async () => {
  process.stdout.write(`crashes under load: CAIRN_CRASH_SEED=${seed}\n`);
  survivor = await Survivor.begin((home) => ({
    CAIRN_EXECUTOR: 'noop',
    CAIRN_NOOP_LOG: executed(home),
    CAIRN_NOOP_ARTIFACT_BYTES: '200',
    CAIRN_CAPACITY: '1000',
  }));
  const { api, template } = survivor;
  await api.patch(`workflow_job_templates/${template}/`, { allow_simultaneous: true });
  for (const { id } of await api.list('job_templates/', {})) {
    await api.patch(`job_templates/${id}/`, { allow_simultaneous: true });
  }
});
afterAll(() => survivor.remove());

/** Launches one after another until the server is gone. @param acknowledged gets those that were */
const launches = async (acknowledged: number[]): Promise<void> => {
  const { api, template } = survivor;
  const client = async (): Promise<void> => {
    for (let run = 0; run < RUNS_OF_EACH; run++) acknowledged.push(await launchDemo(api, template));
  };
  await Promise.all(Array.from({ length: CLIENTS }, () => regardless(client())));
};

it('ends every acknowledged run, and executes no job twice, however often the server dies under load', async () => {
  const acknowledged: number[] = [];
  for (const part of numbersFrom(seed, 4)) {
    const launching = launches(acknowledged);
    await until(() => acknowledged.length > 0); // a slow machine has answered none by then
    await pass(part * LONGEST_WAIT_MS);
    await survivor.killAndStart();
    await launching;
  }
  const underWay = 'workflow_jobs/?status__in=new,pending,waiting,running&page_size=1';
  await until(async () => (await survivor.api.get(underWay))['count'] === 0, 60_000);
  for (const id of acknowledged) {
    expect(statesOf(await nodesOf(survivor.api, id))).toEqual({ ...STATES, verify: 'skipped', report: 'skipped' });
  }
  const lines = readFileSync(executed(survivor), 'utf8').trimEnd().split('\n');
  expect(new Set(lines).size).toBe(lines.length);
  const runs = (await survivor.api.get('workflow_jobs/?page_size=1'))['count'];
  expect(lines).toHaveLength(3 * Number(runs));
  expect(acknowledged.length).toBeGreaterThan(0);
}, 120_000);

it('leaves a log whose hash chains hold', async () => {
  await survivor.stop();
  expect(await survivor.verify()).toBe('ok');
});
