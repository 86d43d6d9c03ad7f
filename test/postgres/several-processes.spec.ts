import { Api } from '../../apps/server/src/demo/api.js';
import type { RunningServer } from '../../scripts/running-server.cjs';
import { launchDemo, loadedDemo, nodesOf, statesOf, untilEnded } from '../live/demo-run.js';
import { SharedInstallation } from './shared-installation.js';

const DONE = { build: 'successful', migrate: 'successful', deploy: 'successful' };

let cairn: SharedInstallation;
let doors: readonly RunningServer[];

const api = (door: number): Api =>
  new Api({ url: doors[door]?.base ?? '', user: 'admin', password: cairn.home.password });

beforeAll(async () => {
  cairn = await SharedInstallation.open('several');
  const [, one] = await Promise.all([
    cairn.start('worker-1', { roles: ['worker'] }),
    cairn.start('api-1', { roles: ['api'] }),
    cairn.start('runner-1', { roles: ['runner'] }),
  ]);
  doors = [one, await cairn.start('api-2', { roles: ['api'] })];
}, 120_000);
afterAll(() => cairn.close());

it('an installation of several processes runs a workflow to its end, and shows at one door what was done at the other', async () => {
  const template = await loadedDemo({ ...cairn.home, base: doors[0]?.base ?? '' });
  const job = await launchDemo(api(1), template);
  expect(await api(0).get(`workflow_jobs/${job}/`)).toMatchObject({ id: job });
  expect(await untilEnded(api(0), job)).toMatchObject({ status: 'successful' });
  expect(statesOf(await nodesOf(api(1), job))).toMatchObject(DONE);
}, 120_000);
