import { JOB_ENDS } from '@application/processes';
import type { JsonObject } from '@domain/kernel';
import { textOf } from '../../../apps/server/src/demo/api.js';
import { apiOf } from '../../live/demo-run.js';
import { cairn } from '../../live/programs.js';
import { HOW_THEY_END, THOSE_THAT_RUN } from '../../worker/eight-nodes.js';
import { numbersFrom } from '../../crashes/random.js';
import { Disturbance } from './disturbance.js';
import { Installation } from './installation.js';
import { Launches, marksOf } from './launches.js';
import { PatientClient } from './patient-client.js';
import { differencesFromRebuilt } from './rebuilt-rows.js';
import { State } from './state.js';
import { makeWorkflow } from './workflow.js';

/**
 * Two api, two worker, two runner processes, killed in turn under load. CAIRN_TEST_WORKFLOWS says how many workflows of eight nodes
 * are launched, or more until each process was killed once; CAIRN_CRASH_SEED repeats the order of deaths.
 */
const WORKFLOWS = Number(process.env['CAIRN_TEST_WORKFLOWS'] ?? 24);
const seed = Number(process.env['CAIRN_CRASH_SEED'] ?? Date.now() % 1_000_000);
/** Launched at a time where that was over too soon. */
const SOME_MORE = 8;
const AN_HOUR = 3_600_000;

let installation: Installation;
let state: State;
let client: PatientClient;
let launches: Launches;

beforeAll(async () => {
  process.stdout.write(`${WORKFLOWS} workflows while processes die: CAIRN_CRASH_SEED=${seed}\n`);
  installation = await Installation.begin();
  state = await State.of(installation);
  client = new PatientClient(installation);
  const { home, apis } = installation;
  const workflow = await makeWorkflow(apiOf({ ...home, base: apis[0]?.base ?? '' }), home.projects);
  launches = new Launches(client, workflow);
}, 180_000);
afterAll(async () => {
  await state.close();
  await installation.remove();
}, 60_000);

const areOver = async (): Promise<boolean> => {
  const { successful = 0, failed = 0, error = 0, canceled = 0, ...open } = await state.tally();
  const over = successful + failed + error + canceled;
  return Object.keys(open).length === 0 && over >= launches.acknowledged.size;
};

it(
  'ends every workflow however often processes are killed',
  async () => {
    const disturbance = new Disturbance(installation, numbersFrom(seed, 100_000).values());
    const peace = new AbortController();
    const began = Date.now();
    const raging = disturbance.rage(peace.signal);
    try {
      for (let wanted = WORKFLOWS; ; wanted += SOME_MORE) {
        await launches.make(wanted);
        await state.until(areOver);
        if (disturbance.kills >= installation.processes.length) break; // each of them was killed
      }
    } finally {
      peace.abort();
      await raging;
    }
    await state.until(async () => (await state.slots()).length === 0);
    const { kills, depositions, faults } = disturbance;
    const { broken, refused } = client;
    const seconds = (Date.now() - began) / 1000;
    const figures = { seconds, kills, depositions, faults, broken, refused, unknown: launches.unknown.length };
    process.stdout.write(`${JSON.stringify(figures)}\n`);
  },
  AN_HOUR,
);

it('loses nothing that was acknowledged, and shows it at either door at once', async () => {
  const jobs = await client.all('workflow_jobs/?order_by=id');
  const marks = marksOf(jobs);
  expect(marks).toEqual(expect.arrayContaining([...launches.acknowledged.keys()]));
  expect(new Set(marks).size).toBe(marks.length);
  expect(marks.filter((mark) => !launches.acknowledged.has(mark) && !launches.unknown.includes(mark))).toEqual([]);
  expect(launches.unseen).toEqual([]);
  expect(client.failures).toEqual([]);
});

it('walks every graph as it demands', async () => {
  const jobs = await client.all('workflow_jobs/?order_by=id');
  expect(jobs.filter(({ status }) => status !== 'successful')).toEqual([]);
  const ends = endsByRun(await client.all('workflow_job_nodes/?order_by=id'));
  expect(ends.size).toBe(jobs.length);
  for (const end of ends.values()) expect(end).toEqual(HOW_THEY_END);
});

const endsByRun = (nodes: readonly JsonObject[]): ReadonlyMap<unknown, JsonObject> => {
  const ends = new Map<unknown, JsonObject>();
  for (const { workflow_job: run, identifier, do_not_run: isSkipped, summary_fields: facts } of nodes) {
    const { job } = facts as { readonly job?: { readonly status: string } };
    ends.set(run, { ...ends.get(run), [textOf(identifier)]: isSkipped === true ? 'skipped' : (job?.status ?? null) });
  }
  return ends;
};

it('executes every node once', async () => {
  const runs = await client.all('workflow_jobs/?order_by=id');
  const wanted = runs.flatMap((run) => THOSE_THAT_RUN.map((node) => `${Number(run['id'])} ${node}`));
  const lines = state.executed();
  expect(await state.repeated()).toEqual([]);
  expect(lines.map((line) => line.split(' ').slice(0, 2).join(' ')).sort()).toEqual(wanted.sort());
  expect(new Set(lines.map((line) => line.split(' ')[2])).size).toBe(lines.length);
});

it('tells the end of each once, leaves nothing parked and no slot held', async () => {
  const ended = await state.streamsWith(['WorkflowJobFinished', ...JOB_ENDS]);
  expect(ended.length).toBe(new Set(ended).size);
  const runs = ended.filter((stream) => stream.startsWith('wfjob-'));
  expect(ended.length).toBe(runs.length * (1 + THOSE_THAT_RUN.length));
  expect(await state.parked()).toEqual([]);
  expect(await state.slots()).toEqual([]);
});

it('keeps rows as a rebuild would make them', async () => {
  expect(await differencesFromRebuilt(installation.database, state.log)).toEqual([]);
}, 300_000);

it('leaves a log whose hash chains hold, and no process that failed', async () => {
  expect(await cairn(['verify'], { CAIRN_EVENTSTORE: installation.double.connection })).toMatch(/^OK/m);
  expect(installation.processes.flatMap(({ failures }) => failures)).toEqual([]);
}, 120_000);
