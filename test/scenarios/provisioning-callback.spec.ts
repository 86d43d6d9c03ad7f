import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { JsonObject } from '@domain/kernel';
import { until } from '@testing/runs';
import { makeHome, ROOT, startServer, type Home, type RunningServer } from '../../scripts/running-server.cjs';
import { Api, textOf } from '../../apps/server/src/demo/api.js';

const run = promisify(execFile);
const EXAMPLE = join(ROOT, 'examples/provisioning-callback');
const UNIT = join(EXAMPLE, 'cairn-callback.service');
const PENDING = '{"msg":"Host callback job already pending."}';

let home: Home;
let server: RunningServer;
let api: Api;
let secure: string;

/** The job waits until it is let go, so that a second call finds it running. */
const playbook = (gate: string): string => `- hosts: all
  gather_facts: false
  tasks:
    - ansible.builtin.wait_for: {path: ${gate}, timeout: 100, sleep: 1}
    - ansible.builtin.debug: {msg: "configured {{ inventory_hostname }}"}
`;

beforeAll(async () => {
  home = makeHome();
  server = await startServer(home, { CAIRN_HTTPS_PORT: '0' });
  api = new Api({ url: server.base, user: home.user, password: home.password });
  secure = /https:\/\/(\S+)\/api/.exec(server.output)?.[1] ?? '';
});
afterAll(async () => {
  await until(async () => (await api.list('jobs/', { finished__isnull: 'true' })).length === 0, 60_000);
  await server.stop();
  home.remove();
});

/** A template whose inventory has two hosts, one of them this machine. */
const template = async (
  name: string,
): Promise<{ readonly id: number; readonly key: string; readonly gate: string }> => {
  const gate = join(home.data, `gate-${name}`);
  mkdirSync(join(home.projects, name));
  writeFileSync(join(home.projects, name, 'site.yml'), playbook(gate));
  const organization = await made('organizations/', { name });
  const inventory = await made('inventories/', { name, organization });
  const project = await made('projects/', { name, organization, local_path: name });
  const local = 'ansible_connection: local';
  await made('hosts/', { name: 'node3', inventory, variables: `ansible_host: 127.0.0.1\n${local}` });
  await made('hosts/', { name: 'node4', inventory, variables: `ansible_host: 192.0.2.4\n${local}` });
  const fields = { name, inventory, project, playbook: 'site.yml', allow_callbacks: true };
  const id = await made('job_templates/', fields);
  const { host_config_key: key } = await api.get(`job_templates/${id}/`);
  return { id, key: textOf(key), gate };
};

const made = async (path: string, body: JsonObject): Promise<number> => Number((await api.post(path, body))['id']);

/** The words of the unit's command, as systemd takes them. */
const command = (id: number, key: string): readonly string[] => {
  const line = /^ExecStart=(.*)$/m.exec(readFileSync(UNIT, 'utf8'))?.[1] ?? '';
  const filled = line.replace('KEY', key).replace('SERVER', secure).replace('/N/', `/${id}/`);
  return [...filled.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
};

const jobsOf = async (id: number): Promise<readonly JsonObject[]> =>
  (await api.get(`job_templates/${id}/jobs/`))['results'] as readonly JsonObject[];

it('configures the host that runs the unit’s command line, and no other', async () => {
  const { id, key, gate } = await template('unit');
  const [program = '', ...words] = command(id, key);
  expect([program, words.slice(0, 3)]).toEqual(['/usr/bin/curl', ['-k', '-s', '--data']]);
  expect(await run('curl', words)).toEqual({ stdout: '', stderr: '' });
  expect(await run('curl', words)).toEqual({ stdout: PENDING, stderr: '' });
  writeFileSync(gate, '');
  await until(async () => (await jobsOf(id)).every(({ status }) => status === 'successful'), 60_000);
  const [job, ...others] = await jobsOf(id);
  expect(others).toEqual([]);
  expect(job).toMatchObject({ launch_type: 'callback', limit: 'node3', launched_by: {} });
  const summaries = await api.get(`jobs/${Number(job?.['id'])}/job_host_summaries/`);
  expect(summaries).toMatchObject({ count: 1, results: [{ host_name: 'node3', ok: 2, failed: false }] });
  expect((await run('curl', words)).stdout).toBe('');
  expect(await jobsOf(id)).toHaveLength(2);
});

it('configures the host that runs the script, which tells a refusal', async () => {
  const { id, key, gate } = await template('script');
  writeFileSync(gate, '');
  const [right, wrong] = [join(home.data, 'right'), join(home.data, 'wrong')];
  writeFileSync(right, key, { mode: 0o600 });
  writeFileSync(wrong, 'guess', { mode: 0o600 });
  const script = join(EXAMPLE, 'request-configuration.sh');
  const call = (file: string) => run(script, [secure, String(id), file, join(home.data, 'tls/cert.pem')]);
  await expect(call(wrong)).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('403') as string });
  expect(await call(right)).toEqual({ stdout: 'The job has been started.\n', stderr: '' });
  expect(await jobsOf(id)).toMatchObject([{ limit: 'node3' }]);
  expect(server.output).not.toContain(key);
});

it('is a unit that systemd accepts', async () => {
  const verdict = await run('systemd-analyze', ['verify', UNIT]).catch((error: NodeJS.ErrnoException) => error);
  // Where there is no systemd there is nobody to ask.
  if (verdict instanceof Error) expect(verdict.code).toBe('ENOENT');
  else expect(verdict).toEqual({ stdout: '', stderr: '' });
});
