import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@domain/kernel';
import { until } from '@testing/runs';
import { textOf, type Api } from '../../apps/server/src/demo/api.js';
import { makeHome, startServer, type Home, type RunningServer } from '../../scripts/running-server.cjs';
import { apiOf, jobOf, launchDemo, loadedDemo, nodesOf, statesOf, untilEnded, type NodeEnd } from '../live/demo-run.js';
import { historyOf, storyOf } from '../live/history.js';

//   build ─success─┬─ deploy ──┬─success──────────────────── verify (ALL) ─always─ report
//                  │           └─failure─ rollback          │
//                  └─ migrate ───failure─ repair ──success──┘
const PACKAGE = 'shop-1.4.2.tar.gz';
const CHECKSUM = createHash('sha256').update('shop-1.4.2').digest('hex');
const SCHEMA = 'repaired for 1.4.2';
const FROM_WORKFLOW = { channel: 'stable', version: '1.4.2', awx_workflow_job_name: 'Demo workflow' };
const WHO = { awx_user_name: 'admin', awx_job_launch_type: 'workflow', awx_workflow_job_launch_type: 'manual' };
const FROM_BUILD = { package: PACKAGE, checksum: CHECKSUM };

/** What each play must find when it runs; the plays themselves insist on it. */
const EXPECTED: Readonly<Record<string, JsonObject>> = {
  build: { ...FROM_WORKFLOW, ...WHO, ansible_play_hosts_all: ['localhost'] },
  deploy: { ...FROM_WORKFLOW, ...FROM_BUILD, ansible_limit: 'web', ansible_play_hosts_all: ['web1', 'web2'] },
  migrate: { ...FROM_WORKFLOW, ...FROM_BUILD, ansible_play_hosts_all: ['db1'] },
  repair: { ...FROM_WORKFLOW, ...FROM_BUILD },
  verify: { ...FROM_WORKFLOW, ...FROM_BUILD, schema: SCHEMA },
  report: { ...FROM_WORKFLOW, ...FROM_BUILD, schema: SCHEMA },
};

const home: Home = makeHome();
const marks = join(home.data, 'marks');
let server: RunningServer | undefined;
let api: Api;
let template: number;
let run: JsonObject;
let nodes: ReadonlyMap<string, NodeEnd>;

const runHistory = () => historyOf(api, `wfjob-${Number(run['id'])}`);
const demoJob = (identifier: string): Promise<JsonObject> => jobOf(api, nodes, identifier);
const variablesOf = (job: JsonObject): JsonObject => JSON.parse(textOf(job['extra_vars'])) as JsonObject;

beforeAll(async () => {
  server = await startServer(home);
  const access = { ...home, base: server.base };
  api = apiOf(access);
  template = await loadedDemo(access);
  const id = await launchDemo(api, template, { cairn_expected: EXPECTED, cairn_marker_file: marks });
  run = await untilEnded(api, id);
  nodes = await nodesOf(api, id);
}, 120_000);
afterAll(async () => {
  await server?.stop();
  home.remove();
});

describe('the demo workflow with real playbooks', () => {
  it('ends well although a job failed, for an edge leads on from it', () => {
    expect(run).toMatchObject({ status: 'successful', failed: false, launch_type: 'manual', job_explanation: '' });
    expect(statesOf(nodes)).toEqual({
      build: 'successful',
      deploy: 'successful',
      rollback: 'skipped',
      migrate: 'failed',
      repair: 'successful',
      verify: 'successful',
      report: 'successful',
    });
  });

  it.each(Object.entries(EXPECTED))('gives %s the values that its play insisted on', async (identifier, expected) => {
    const job = nodes.get(identifier)?.job;
    const insisted = { event: 'runner_item_on_ok', task__startswith: 'Insist' };
    const found = await api.list(`jobs/${job}/job_events/`, insisted);
    expect(found).toHaveLength(Object.keys(expected).length);
  });

  it('runs each playbook once', () => {
    const ran = ['build', 'deploy', 'migrate', 'repair', 'verify', 'report'];
    const lines = readFileSync(marks, 'utf8').trimEnd().split('\n');
    expect(lines.sort()).toEqual(ran.map((identifier) => `${identifier} ${nodes.get(identifier)?.job}`).sort());
  });

  it('keeps what jobs registered, and hands it to those below them only', async () => {
    expect((await demoJob('build'))['artifacts']).toEqual(FROM_BUILD);
    expect((await demoJob('repair'))['artifacts']).toEqual({ schema: SCHEMA });
    expect(variablesOf(await demoJob('verify'))).toMatchObject({ ...FROM_BUILD, schema: SCHEMA });
    expect(variablesOf(await demoJob('deploy'))).not.toHaveProperty('schema');
    expect(variablesOf(await demoJob('build'))).not.toHaveProperty('package');
  });

  it('shows the prompts that the jobs ran with', async () => {
    expect(await demoJob('deploy')).toMatchObject({ limit: 'web', launch_type: 'workflow', playbook: 'deploy.yml' });
    expect(await demoJob('build')).toMatchObject({ limit: '' });
    expect(variablesOf(await demoJob('deploy'))).toMatchObject({ channel: 'stable', version: '1.4.2' });
  });
});

describe('the history of the run', () => {
  const BEFORE_THE_BRANCHES = [
    'TemplateLaunched',
    'WorkflowGraphSnapshotted',
    'JobQueued',
    'WorkflowStarted',
    'NodeSpawned build',
    'NodeFinished build successful',
    'ArtifactsMerged deploy',
    'NodeSpawned deploy',
    'ArtifactsMerged migrate',
    'NodeSpawned migrate',
  ];
  const DEPLOYING = ['NodeFinished deploy successful', 'NodeSkipped rollback'];
  const MIGRATING = [
    'NodeFinished migrate failed',
    'ArtifactsMerged repair',
    'NodeSpawned repair',
    'NodeFinished repair successful',
  ];
  const AFTER_THE_BRANCHES = [
    'ArtifactsMerged verify',
    'NodeSpawned verify',
    'NodeFinished verify successful',
    'ArtifactsMerged report',
    'NodeSpawned report',
    'NodeFinished report successful',
    'WorkflowJobFinished successful',
  ];

  it('is complete and in order; only the two branches may interleave', async () => {
    const story = storyOf(await runHistory());
    const branches = story.slice(BEFORE_THE_BRANCHES.length, -AFTER_THE_BRANCHES.length);
    expect(story.slice(0, BEFORE_THE_BRANCHES.length)).toEqual(BEFORE_THE_BRANCHES);
    expect(story.slice(-AFTER_THE_BRANCHES.length)).toEqual(AFTER_THE_BRANCHES);
    expect(branches.filter((event) => !MIGRATING.includes(event))).toEqual(DEPLOYING);
    expect(branches.filter((event) => !DEPLOYING.includes(event))).toEqual(MIGRATING);
  });

  it('has no gap, goes forward in time, and names who set it off', async () => {
    const events = await runHistory();
    expect(events.map(({ revision }) => revision)).toEqual(events.map((_, index) => index));
    expect(events.map(({ position }) => position)).toEqual(events.map(({ position }) => position).toSorted());
    expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted());
    expect(new Set(events.map(({ meta }) => meta['correlation'])).size).toBe(1);
    expect(events[0]?.meta['actor']).toMatchObject({ kind: 'user', name: 'admin' });
  });

  it.each([
    ['build', ['HostStatsReported', 'ArtifactsRecorded', 'OutputClosed', 'JobSucceeded successful']],
    ['migrate', ['HostStatsReported', 'OutputClosed', 'JobFailed failed']],
  ])('tells the same of the job of %s, under the same correlation', async (identifier, end) => {
    const events = await historyOf(api, `job-${nodes.get(identifier)?.job}`);
    const begin = ['TemplateLaunched', 'JobQueued', 'JobAdmitted', 'JobStarted'];
    expect(storyOf(events).filter((event) => event !== 'JobBlocked')).toEqual([...begin, ...end]);
    const [first] = await runHistory();
    expect(new Set(events.map(({ meta }) => meta['correlation']))).toEqual(new Set([first?.meta['correlation']]));
  });

  it('says why the skipped node did not run', async () => {
    const events = await runHistory();
    expect(events.find(({ type }) => type === 'NodeSkipped')?.data).toMatchObject({
      identifier: 'rollback',
      rule: 'any_no_edge_satisfied',
      evidence: [{ edge: 'failure', status: 'successful' }],
    });
  });
});

describe('why the deployment got its channel', () => {
  it('is told with all who offered one, strongest first', async () => {
    const { values } = await api.get(`jobs/${nodes.get('deploy')?.job}/provenance/?variable=channel`);
    expect(values).toEqual([
      expect.objectContaining({
        value: 'stable',
        winner: expect.objectContaining({
          source: 'workflow_job',
          gate: 'bypassed',
          origin: expect.objectContaining({ source: 'launch', gate: 'accepted:survey' }),
        }),
        shadowed: [
          expect.objectContaining({ source: 'node', value: 'canary', gate: 'accepted:survey' }),
          expect.objectContaining({ source: 'survey_default', value: 'beta' }),
          expect.objectContaining({ source: 'template', value: 'dev' }),
        ],
        rejected: [],
      }),
    ]);
  });
});

describe('a play that gets another value than it insists on', () => {
  it('fails, so that the workflow takes the other branch', async () => {
    const id = await launchDemo(api, template, { cairn_expected: { deploy: { channel: 'canary' } } });
    expect(await untilEnded(api, id)).toMatchObject({ status: 'successful' });
    expect(statesOf(await nodesOf(api, id))).toEqual({
      build: 'successful',
      deploy: 'failed',
      rollback: 'successful',
      migrate: 'failed',
      repair: 'successful',
      verify: 'skipped',
      report: 'skipped',
    });
    const [mine, others] = await Promise.all([historyOf(api, `wfjob-${id}`), runHistory()]);
    expect(mine[0]?.meta['correlation']).not.toBe(others[0]?.meta['correlation']);
    expect(new Set(mine.map(({ meta }) => meta['correlation'])).size).toBe(1);
  });
});

describe('a relaunch on failed hosts', () => {
  const PLAYBOOK = `- hosts: all
  gather_facts: false
  tasks:
    - ansible.builtin.fail: {msg: no}
      when: inventory_hostname != 'fine'
`;

  const ended = async (id: number): Promise<JsonObject> => {
    let job: JsonObject = {};
    const isOver = async () => Boolean((job = await api.get(`jobs/${id}/`))['event_processing_finished']);
    await until(isOver, 60_000);
    return job;
  };

  const played = async (id: number): Promise<readonly unknown[]> => {
    await ended(id);
    return (await api.list(`jobs/${id}/job_host_summaries/`, {})).map((summary) => summary['host_name']).sort();
  };

  it('plays on these hosts alone, though their names read like patterns', async () => {
    mkdirSync(join(home.projects, 'retry'));
    writeFileSync(join(home.projects, 'retry/site.yml'), PLAYBOOK);
    const organization = await api.ensure('organizations/', { name: 'Retry' });
    const local = JSON.stringify({ ansible_connection: 'local' });
    const inventory = await api.ensure('inventories/', { name: 'Retry' }, { organization, variables: local });
    for (const name of ['fine', 'f*,x[0]', '~odd']) await api.ensure('hosts/', { name }, { inventory });
    const project = { organization, scm_type: '', local_path: 'retry' };
    const body = {
      inventory,
      project: await api.ensure('projects/', { name: 'Retry' }, project),
      playbook: 'site.yml',
    };
    const retried = await api.ensure('job_templates/', { name: 'Retry' }, body);
    const first = Number((await api.post(`job_templates/${retried}/launch/`, {}))['id']);
    expect(await played(first)).toEqual(['f*,x[0]', 'fine', '~odd']);
    const again = await api.post(`jobs/${first}/relaunch/`, { hosts: 'failed' });
    expect(again['limit']).toBe('~^f\\x2a\\x2cx\\x5b0\\x5d$,~^\\x7eodd$');
    expect(await played(Number(again['id']))).toEqual(['f*,x[0]', '~odd']);
  });
});
