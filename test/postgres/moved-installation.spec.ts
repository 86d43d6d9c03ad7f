import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { DoubleProcess } from '@testing/eventstoredb';
import { postgresUrl } from '@testing/read-stores';
import { until } from '@testing/runs';
import type { Api } from '../../apps/server/src/demo/api.js';
import { makeHome, startServer, type Home, type RunningServer } from '../../scripts/running-server.cjs';
import { apiOf, launchDemo, loadedDemo, untilEnded } from '../live/demo-run.js';
import { cairn } from '../live/programs.js';
import { ANSWERS, endOf, makeSecretTemplate, SECRETS } from '../live/secret-world.js';

/** An installation that kept everything in files goes on in EventStoreDB and PostgreSQL, as docs/operations.md says. */

const DATABASE = `moved_${process.pid}`;
const given = postgresUrl() ?? '';
const readStore = Object.assign(new URL(given), { pathname: `/${DATABASE}` }).href;

const home: Home = makeHome();
const elsewhere = mkdtempSync(join(tmpdir(), 'cairn-moved-'));
const [log, output, again] = ['log.jsonl', 'output.jsonl', 'again.jsonl'].map((name) => join(elsewhere, name)) as [
  string,
  string,
  string,
];
let double: DoubleProcess;
let server: RunningServer;
let api: Api;
let template: number;
let done: number;
let workflow: number;
let running: number;
let waiting: number;
let before: Readonly<Record<string, unknown>>;

const asked = async (sql: string): Promise<void> => {
  const client = new Client({ connectionString: given });
  await client.connect();
  await client.query(sql);
  await client.end();
};

/** Where the installation goes to. The master key stays what it was. */
const goal = (): Readonly<Record<string, string>> => ({
  CAIRN_EVENTSTORE: double.connection,
  CAIRN_READ_STORE: readStore,
  CAIRN_MASTER_KEY: readFileSync(join(home.data, 'keys/master'), 'utf8').trim(),
  CAIRN_DATA: join(elsewhere, 'data'),
  CAIRN_RUNNER_GRACE: '5',
});

/** What has ended, and what no job changes: two jobs are under way while the installation moves. */
const views = (): Readonly<Record<string, string>> => ({
  ...{ jobs: `jobs/?id__lte=${done}`, workflows: 'workflow_jobs/?order_by=id' },
  ...{ templates: `job_templates/?not__id=${template}&order_by=id`, survey: `job_templates/${template}/survey_spec/` },
  ...{ graphs: 'workflow_job_templates/?order_by=id', nodes: `workflow_jobs/${workflow}/workflow_nodes/?order_by=id` },
  ...{ users: 'users/?order_by=id', credentials: 'credentials/?order_by=id', schedules: 'schedules/?order_by=id' },
  ...{ output: `jobs/${done}/job_events/?page_size=200`, provenance: `jobs/${done}/provenance/` },
  ...{ history: `event_history/?stream=job-${done}`, walk: `event_history/?stream=wfjob-${workflow}&page_size=200` },
});
/** Where an event stands in the log is the one thing that each store says in its own way. */
const withoutPositions = (answer: object): unknown =>
  JSON.parse(JSON.stringify(answer, (key, value: unknown) => (key === 'position' ? undefined : value)));
const shown = async (): Promise<Readonly<Record<string, unknown>>> => {
  const all = Object.entries(views()).map(
    async ([name, path]) => [name, withoutPositions(await api.get(path))] as const,
  );
  return Object.fromEntries(await Promise.all(all));
};

/** What keeps everything in files, whatever specs are told. */
const IN_FILES = { CAIRN_READ_STORE: '', CAIRN_EVENTSTORE: '' };

const start = async (environment: Readonly<Record<string, string>> = IN_FILES): Promise<void> => {
  server = await startServer(home, environment);
  api = apiOf({ ...home, base: server.base });
};

beforeAll(async () => {
  await asked(`CREATE DATABASE ${DATABASE}`);
  double = await DoubleProcess.start();
  await start();
  template = await makeSecretTemplate(api, home.projects);
  const gate = (name: string) => ({ ...ANSWERS, extra_vars: { ...ANSWERS.extra_vars, gate: join(elsewhere, name) } });
  writeFileSync(join(elsewhere, 'open'), '');
  const launch = async (name: string): Promise<number> =>
    Number((await api.post(`job_templates/${template}/launch/`, gate(name)))['id']);
  done = await launch('open');
  await endOf(api, done);
  workflow = await launchDemo(api, await loadedDemo({ ...home, base: server.base }));
  await untilEnded(api, workflow);
  running = await launch('closed');
  await until(async () => (await api.get(`jobs/${running}/`))['status'] === 'running', 30_000);
  waiting = await launch('open'); // the template runs one job at a time
  before = await shown();
  await server.stop();
  writeFileSync(join(elsewhere, 'closed'), ''); // its playbook ends while no server runs
}, 120_000);
afterAll(async () => {
  await server.stop();
  await double.stop();
  await asked(`DROP DATABASE ${DATABASE} WITH (FORCE)`);
  home.remove();
  rmSync(elsewhere, { recursive: true });
});

describe('an installation', () => {
  it('is written into files for its owner only, without a secret in the clear', async () => {
    await cairn(['export', log], { CAIRN_DATA: home.data });
    await cairn(['export', '--output', output], { CAIRN_DATA: home.data });
    for (const file of [log, output]) {
      expect(statSync(file).mode & 0o077).toBe(0);
      for (const secret of SECRETS) expect(readFileSync(file).includes(secret)).toBe(false);
    }
  });

  it('is brought to EventStoreDB and PostgreSQL, and once more without harm', async () => {
    mkdirSync(join(elsewhere, 'data'), { mode: 0o700 });
    for (const times of [1, 2]) {
      expect(await cairn(['import', log], goal())).toContain(times === 1 ? 'found the same' : 'were there before');
      await cairn(['import', '--output', output], goal());
      if (times === 1) await expect(startServer(home, goal())).rejects.toThrow(/there are no keys in PostgreSQL/);
      await cairn(['keys', 'import'], { ...goal(), CAIRN_DATA: home.data });
    }
  }, 60_000);

  it('is the same to the last byte when it is exported again, with every hash chain whole', async () => {
    await cairn(['export', again], goal());
    expect(readFileSync(again).equals(readFileSync(log))).toBe(true);
    await cairn(['export', '--output', again], goal());
    expect(readFileSync(again).equals(readFileSync(output))).toBe(true);
    expect(await cairn(['verify'], goal())).toMatch(/OK: /);
  }, 60_000);

  it('shows there what it showed before', async () => {
    await start(goal());
    const after = await shown();
    for (const [view, answer] of Object.entries(before))
      expect({ view, answer: after[view] }).toEqual({ view, answer });
  }, 60_000);

  it('ends the job whose playbook ran while it moved, and runs the one that waited with what was typed for it', async () => {
    expect(await endOf(api, running)).toMatchObject({
      status: 'failed',
      job_explanation: expect.stringContaining('is lost'),
    });
    expect(await endOf(api, waiting)).toMatchObject({ status: 'successful' });
  }, 60_000);

  it('opens its secrets there: a relaunch works, and its output comes behind the old one', async () => {
    const { id } = await api.post(`jobs/${done}/relaunch/`, { credential_passwords: ANSWERS.credential_passwords });
    expect(await endOf(api, Number(id))).toMatchObject({ status: 'successful' });
    const events = await api.list(`jobs/${Number(id)}/job_events/`, { order_by: 'id' });
    const old = await api.list(`jobs/${done}/job_events/`, { order_by: '-id' });
    expect(events.length).toBeGreaterThan(0);
    expect(events[0]?.id).toBeGreaterThan(old[0]?.id ?? Infinity);
  }, 60_000);

  it('takes no other log in its place', async () => {
    await expect(cairn(['import', log], goal())).rejects.toThrow(/goes on with others/);
  });
});
