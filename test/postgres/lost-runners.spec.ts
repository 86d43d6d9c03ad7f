import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '@testing/runs';
import { Api } from '../../apps/server/src/demo/api.js';
import type { RunningServer } from '../../scripts/running-server.cjs';
import { SharedInstallation } from './shared-installation.js';

/** The least that can be set, seconds. */
const GRACE = { CAIRN_RUNNER_GRACE: '5' };
const PATIENCE = 30_000;

/** A playbook goes on in a process of its own while the runner that started it is killed. */
describe('the job of a runner that is killed', () => {
  let installation: SharedInstallation;
  let api: Api;
  let template: number;
  let marker: string;
  let go: string;

  const startRunner = (name: string, dataOf = name): Promise<RunningServer> =>
    installation.start(name, { roles: ['runner'], dataOf, more: { ...GRACE, CAIRN_EXECUTOR: 'ansible' } });

  beforeAll(async () => {
    installation = await SharedInstallation.open('lost_runners');
    const { home } = installation;
    [marker, go] = [join(home.data, 'marker'), join(home.data, 'go')];
    mkdirSync(join(home.projects, 'slow'));
    const wait = `echo ran >> ${marker}; while [ ! -e ${go} ]; do sleep 0.05; done`;
    const book = `- hosts: all\n  gather_facts: false\n  connection: local\n  tasks:\n    - shell: "${wait}"\n`;
    writeFileSync(join(home.projects, 'slow', 'site.yml'), book);
    const control = await installation.start('control', { roles: ['api', 'worker'], more: GRACE });
    api = new Api({ url: control.base, user: home.user, password: home.password });
    const organization = await api.ensure('organizations/', { name: 'Ops' });
    const inventory = await api.ensure('inventories/', { name: 'one' }, { organization });
    await api.ensure(`inventories/${inventory}/hosts/`, { name: 'localhost' });
    const project = await api.ensure('projects/', { name: 'slow' }, { organization, local_path: 'slow', scm_type: '' });
    template = await api.ensure('job_templates/', { name: 'slow' }, { inventory, project, playbook: 'site.yml' });
  }, 60_000);
  afterAll(async () => {
    writeFileSync(go, ''); // whatever became of them, no playbook waits for ever
    await installation.close();
  });

  const times = (): number => (existsSync(marker) ? readFileSync(marker, 'utf8').trim().split('\n').length : 0);

  /** On the only runner that there is. */
  const runningOn = async (name: string): Promise<{ readonly job: string; readonly server: RunningServer }> => {
    const server = await startRunner(name);
    const before = times();
    const { id } = await api.post(`job_templates/${template}/launch/`, {});
    await until(() => times() > before, PATIENCE);
    const job = `jobs/${Number(id)}/`;
    await until(async () => (await api.get(job))['status'] === 'running');
    expect(await api.get(job)).toMatchObject({ execution_node: name });
    return { job, server };
  };
  const untilStatus = (job: string, status: string): Promise<void> =>
    until(async () => (await api.get(job))['status'] === status, PATIENCE);

  it('fails where no other runner sees its folder, and is stopped when the runner comes back', async () => {
    const { job, server } = await runningOn('far');
    await server.kill();
    await untilStatus(job, 'failed');
    expect(await api.get(job)).toMatchObject({
      ...{ execution_node: 'far', job_explanation: expect.stringContaining('was not present in the job queue') },
    });
    const runs = join(installation.dataOf('far'), 'runs');
    expect(readdirSync(runs)).toHaveLength(1);
    const again = await startRunner('far');
    await until(() => readdirSync(runs).length === 0, PATIENCE);
    await again.stop();
  }, 90_000);

  it('is adopted by a runner of its site, which follows the same playbook to its end', async () => {
    const before = times();
    const { job, server } = await runningOn('near');
    await startRunner('heir', 'near');
    await server.kill();
    await until(async () => (await api.get(job))['execution_node'] === 'heir', PATIENCE);
    writeFileSync(go, '');
    await untilStatus(job, 'successful');
    expect(times()).toBe(before + 1);
  }, 90_000);
});
