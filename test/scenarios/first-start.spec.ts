import { runDemo, type DemoOutcome } from '../../apps/server/src/demo/run-demo.js';
import { NODES } from '../../apps/server/src/demo/plan.js';
import { makeHome, startServer, type Home, type RunningServer } from '../../scripts/running-server.cjs';
import { apiOf } from '../live/demo-run.js';
import { headOf } from '../live/log-file.js';

const home: Home = makeHome();
let server: RunningServer | undefined;
let said = '';

const demo = (): Promise<DemoOutcome> => {
  const { user, password, projects: projectsRoot } = home;
  return runDemo({
    url: server?.base ?? '',
    user,
    password,
    projectsRoot,
    out: { write: (text) => void (said += text) },
  });
};

beforeAll(async () => {
  server = await startServer(home, { CAIRN_EXECUTOR: 'noop' });
});
afterAll(async () => {
  await server?.stop();
  home.remove();
});

describe('the demo on a fresh server', () => {
  it('shows each node to its end, and ends with where a value came from', async () => {
    expect(await demo()).toBe('ran');
    for (const { identifier } of NODES) expect(said).toMatch(new RegExp(` [+-] ${identifier} +(successful|skipped)`));
    const offers = said.split('\n').filter((line) => /^(->| {2}) "/.test(line));
    expect(offers.map((line) => line.slice(3).split(' ')[0])).toEqual(['"stable"', '"canary"', '"beta"', '"dev"']);
  });

  it('says how to launch it again, with the id that it has', async () => {
    const [workflow] = await apiOf({ ...home, base: server?.base ?? '' }).list('workflow_job_templates/', {});
    expect(said).toContain(`/api/v2/workflow_job_templates/${workflow?.id}/launch/`);
  });

  it('touches nothing when it comes again', async () => {
    const before = await headOf(home.data);
    said = '';
    expect(await demo()).toBe('was there');
    expect(said).toBe('');
    expect(await headOf(home.data)).toBe(before);
  });
});
