import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@testing/runs';
import type { Api } from '../../apps/server/src/demo/api.js';
import { makeHome, startServer, type Home, type RunningServer } from '../../scripts/running-server.cjs';
import { apiOf } from '../live/demo-run.js';
import { filesBelow } from '../live/everywhere.js';
import { cairn } from '../live/programs.js';
import { ANSWERS, endOf, makeSecretTemplate, SECRETS } from '../live/secret-world.js';

/** A backup is taken while the server works, the server dies, and another one goes on from the backup on a new directory. */

const home: Home = makeHome();
const elsewhere = mkdtempSync(join(tmpdir(), 'cairn-backup-'));
const backup = join(elsewhere, 'backup');
const restored = { ...home, data: join(elsewhere, 'data') };
let server: RunningServer;
let api: Api;
let template: number;
let done: number;
let running: number;
let waiting: number;
let before: unknown;

const start = async (on: Pick<Home, 'data' | 'projects' | 'password'>): Promise<void> => {
  server = await startServer(on, { CAIRN_READ_STORE: '' }); // in files, whatever specs are told
  api = apiOf({ ...home, base: server.base });
};

const gate = (name: string): string => join(elsewhere, name);
const open = (name: string): void => writeFileSync(gate(name), '');
const launch = async (behind: string): Promise<number> => {
  const extra_vars = { ...ANSWERS.extra_vars, gate: gate(behind) };
  const { id } = await api.post(`job_templates/${template}/launch/`, { ...ANSWERS, extra_vars });
  return Number(id);
};

const views = async (): Promise<unknown> => ({
  job: await api.get(`jobs/${done}/`),
  output: await api.get(`jobs/${done}/job_events/?page_size=200`),
  provenance: await api.get(`jobs/${done}/provenance/`),
  history: await api.get(`event_history/?stream=job-${done}`),
});

beforeAll(async () => {
  await start(home);
  template = await makeSecretTemplate(api, home.projects);
  open('open');
  done = await launch('open');
  await endOf(api, done);
  running = await launch('closed');
  await until(async () => (await api.get(`jobs/${running}/`))['status'] === 'running', 30_000);
  waiting = await launch('open'); // the template runs one job at a time
  before = await views();
}, 90_000);
afterAll(async () => {
  await server.stop();
  home.remove();
  rmSync(elsewhere, { recursive: true });
});

describe('a backup', () => {
  it('is taken while the server works, and is for its owner only', async () => {
    expect(await cairn(['backup', backup, '--data', home.data])).toMatch(/OK: \d+ events[\s\S]*Done/);
    expect(readdirSync(backup).sort()).toEqual(
      ['keys', 'log.sqlite', 'output.sqlite', 'projects.txt', 'read-models.sqlite'].sort(),
    );
    expect(statSync(backup).mode & 0o077).toBe(0);
    expect(readFileSync(join(backup, 'projects.txt'), 'utf8')).toBe(`${join(home.projects, 'secrets')}\n`);
  });

  it('holds no secret in the clear', () => {
    for (const file of filesBelow(backup))
      for (const secret of SECRETS)
        expect({ file, holds: readFileSync(file).includes(secret) }).toEqual({ file, holds: false });
  });

  it('is not written over another one', async () => {
    await expect(cairn(['backup', backup, '--data', home.data])).rejects.toThrow(/is there already/);
    await expect(cairn(['backup', `${backup}2`, '--data', elsewhere])).rejects.toThrow(/there is no log/);
    expect(readdirSync(elsewhere).filter((name) => name.startsWith('backup'))).toEqual(['backup']);
  });
});

describe('a server on the backup, after the first one died', () => {
  beforeAll(async () => {
    open('closed'); // what the first server does from here on is lost
    await endOf(api, running);
    await endOf(api, waiting);
    await server.kill();
    cpSync(backup, restored.data, { recursive: true, preserveTimestamps: true });
    await start(restored);
  }, 60_000);

  it('shows what was done before, to the last byte', async () => {
    expect(await views()).toEqual(before);
  });

  it('ends the job that ran when the backup was taken, and says why', async () => {
    expect(await endOf(api, running)).toMatchObject({
      status: 'failed',
      job_explanation: expect.stringContaining('running at system start up'),
    });
  });

  it('runs the job that waited, with the password that was typed for it', async () => {
    expect(await endOf(api, waiting)).toMatchObject({ status: 'successful' });
  });

  it('goes on: a relaunch has a new id, its own output, and the sealed secrets', async () => {
    const { id } = await api.post(`jobs/${done}/relaunch/`, { credential_passwords: ANSWERS.credential_passwords });
    expect(await endOf(api, Number(id))).toMatchObject({ status: 'successful' });
    expect(Number(id)).toBeGreaterThan(waiting);
    const { results } = (await api.get(`jobs/${Number(id)}/job_events/?page_size=200`)) as {
      results: { counter: number }[];
    };
    expect(results.map(({ counter }) => counter)).toEqual(results.map((_, index) => index + 1));
  });

  it('has every hash chain whole', async () => {
    expect(await cairn(['verify', '--data', restored.data])).toMatch(/OK: /);
  });
});
