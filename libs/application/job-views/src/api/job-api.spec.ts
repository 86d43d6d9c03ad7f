import type { NewRunEvent } from '@application/ports';
import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import type { LaunchedData } from '@domain/launch';
import { edges, launchedData, node, ref, spawnedBy } from '@testing/builders';
import { JobInstallation } from '@testing/installation';

const ADMIN: Viewer = { id: 1, username: 'admin', isSuperuser: true, isSystemAuditor: false };
const FORBIDDEN = { kind: 'forbidden', body: { detail: 'You do not have permission to perform this action.' } };
const END = { exitCode: 0, explanation: '', traceback: '', workflow: null, artifacts: null };
const STARTED = { attempt: 'unit-1', args: ['ansible-playbook'], cwd: '/p', env: { A: 'b' }, injected: {} };

/** An organization with an inventory of one host, a project and a template of each kind. */
const furnish = async ({ cairn }: JobInstallation) => {
  const { id: organization } = await cairn.make('organization', { name: 'Ops' });
  const { id: inventory } = await cairn.make('inventory', { name: 'Shop', organization });
  const { id: host } = await cairn.make('host', { name: 'one', inventory });
  const { id: project } = await cairn.seed('project', { name: 'Site', organization }, { local_path: 'site' });
  const { id: template } = await cairn.seed(
    'job_template',
    { name: 'Deploy', inventory, project },
    { playbook: 'site.yml', organization },
  );
  const { id: workflow } = await cairn.make('workflow_job_template', { name: 'Release', organization });
  return { organization, inventory, host, project, template, workflow };
};

type Furniture = Awaited<ReturnType<typeof furnish>>;

const launchOf = (
  { template, organization, inventory, project }: Furniture,
  id: number,
  more: Partial<LaunchedData> = {},
) =>
  launchedData('job', id, {
    name: 'Deploy',
    template: ref('jt', template),
    organization: ref('organization', organization),
    createdBy: { kind: 'user', id: 1, name: 'admin' },
    launchedBy: { id: 1, name: 'admin', type: 'user', url: '/api/v2/users/1/' },
    fixed: { inventory, project, playbook: 'site.yml', job_type: 'run' },
    ...more,
  });

const event = (counter: number, name: string, more: Partial<NewRunEvent> = {}): NewRunEvent => ({
  counter,
  event: name,
  uuid: `event-${counter}`,
  parentUuid: '',
  createdAt: '2030-01-15T03:00:00.000000Z',
  stdout: '',
  startLine: counter - 1,
  endLine: counter,
  verbosity: 0,
  data: {},
  hostId: null,
  hostName: '',
  failed: false,
  changed: false,
  playbook: 'site.yml',
  play: 'all',
  task: '',
  role: '',
  ...more,
});

const queued = (launch: LaunchedData) => [
  { type: 'TemplateLaunched', data: launch },
  { type: 'JobQueued', data: { passwords: [] } },
];
const admitted = { type: 'JobAdmitted', data: { attempt: 'unit-1', instanceGroup: 1, node: 'node-1', impact: 1 } };
const running = (launch: LaunchedData) => [...queued(launch), admitted, { type: 'JobStarted', data: STARTED }];
const successful = (launch: LaunchedData) => [
  ...running(launch),
  { type: 'JobSucceeded', data: { status: 'successful', ...END } },
];

describe('JobApi', () => {
  let installation: JobInstallation;
  let things: Furniture;
  const api = () => installation.jobs;
  const as = (viewer: Viewer = ADMIN) => installation.cairn.caller(viewer);
  const record = (stream: string, events: Parameters<JobInstallation['cairn']['record']>[1]) =>
    installation.cairn.record(stream, events);

  beforeEach(async () => {
    installation = await JobInstallation.open();
    things = await furnish(installation);
  });
  afterEach(() => installation.close());

  describe('shapes', () => {
    it('shows a job in full, with all that surrounds it', async () => {
      await record('job-402', successful(launchOf(things, 402)));
      await installation.output.append(402, [event(1, 'playbook_on_play_start'), event(2, 'playbook_on_task_start')]);
      expect(await api().read('job', 402, ADMIN)).toMatchObject({
        id: 402,
        type: 'job',
        url: '/api/v2/jobs/402/',
        related: {
          created_by: '/api/v2/users/1/',
          job_template: `/api/v2/job_templates/${things.template}/`,
          unified_job_template: `/api/v2/job_templates/${things.template}/`,
          inventory: `/api/v2/inventories/${things.inventory}/`,
          stdout: '/api/v2/jobs/402/stdout/',
        },
        summary_fields: {
          organization: { id: things.organization, name: 'Ops' },
          project: { id: things.project },
          job_template: { id: things.template, name: 'Deploy', description: '' },
          unified_job_template: { unified_job_type: 'job' },
          created_by: { username: 'admin' },
          user_capabilities: { delete: true, start: true },
          labels: { count: 0, results: [] },
          credentials: [],
        },
        status: 'successful',
        failed: false,
        job_args: '["ansible-playbook"]',
        job_env: { A: 'b' },
        launched_by: { id: 1, name: 'admin', type: 'user' },
        event_processing_finished: true,
        artifacts: {},
        host_status_counts: null,
        playbook_counts: { play_count: 1, task_count: 1 },
        custom_virtualenv: null,
      });
    });

    it('leaves out of lists, and of the answer to a launch, what AWX leaves out', async () => {
      await record('job-402', queued(launchOf(things, 402)));
      const { results } = (await api().lists.ofKind('job', '', ADMIN)) as { results: readonly [JsonObject] };
      const [row] = results;
      const launched = await api().view('job', 402, ADMIN);
      const added = Object.keys(launched).filter((key) => !(key in row));
      expect(added).toEqual(['job_args', 'job_cwd', 'job_env', 'result_traceback', 'event_processing_finished']);
      const detail = Object.keys(await api().read('job', 402, ADMIN)).filter((key) => !(key in launched));
      expect(detail.sort()).toEqual(['custom_virtualenv', 'host_status_counts', 'playbook_counts']);
    });

    it('reads null where what a job referred to has gone', async () => {
      await record('job-402', successful(launchOf(things, 402)));
      const { cairn } = installation;
      await cairn.api.remove({ kind: 'job_template', id: things.template }, cairn.caller());
      await cairn.api.remove({ kind: 'project', id: things.project }, cairn.caller());
      const job = await api().read('job', 402, ADMIN);
      expect(job).toMatchObject({ unified_job_template: null, job_template: null, project: null, playbook: '' });
      expect(Object.keys(job['related'] as JsonObject)).not.toContain('job_template');
    });

    it('hides artifacts of a play that asked for silence', async () => {
      const artifacts = { type: 'ArtifactsRecorded', data: { artifacts: { a: 1 }, noLog: true } };
      await record('job-402', [...running(launchOf(things, 402)), artifacts]);
      expect(await api().read('job', 402, ADMIN)).toMatchObject({ artifacts: '$hidden due to Ansible no_log flag$' });
    });

    it('tells where a spawned job comes from, and the node what became of it', async () => {
      const launch = launchedData('workflow_job', 401, { name: 'Release', template: ref('wfjt', things.workflow) });
      const graph = { nodes: [node(1), node(2)], edges: edges('1 success 2'), source: null, sliced: false };
      await record('wfjob-401', [
        { type: 'TemplateLaunched', data: launch },
        { type: 'WorkflowGraphSnapshotted', data: graph },
        { type: 'NodeSpawned', data: { node: 1, job: { kind: 'job', id: 402 } } },
      ]);
      const ancestors = [
        { workflowJob: 401, workflowJobName: 'Release', template: 20, templateName: '', launchType: 'manual' },
      ];
      const spawned = launchOf(things, 402, { launchType: 'workflow', trigger: spawnedBy(401, 1) });
      await record('job-402', queued({ ...spawned, ancestors } as LaunchedData));
      expect(await api().read('job', 402, ADMIN)).toMatchObject({
        related: { source_workflow_job: '/api/v2/workflow_jobs/401/' },
        summary_fields: {
          source_workflow_job: { id: 401, name: 'Release', status: 'pending', failed: false, elapsed: 0 },
          ancestor_job: { id: 401, name: 'Release', type: 'workflow_job', url: '/api/v2/workflow_jobs/401/' },
        },
      });
      expect(await api().nodes.ofWorkflow(401, 'job__name=Deploy', ADMIN)).toMatchObject({
        count: 1,
        results: [
          {
            type: 'workflow_job_node',
            related: { job: '/api/v2/jobs/402/', workflow_job: '/api/v2/workflow_jobs/401/' },
            summary_fields: { job: { id: 402, status: 'pending', type: 'job' }, workflow_job: { name: 'Release' } },
            job: 402,
            success_nodes: [2],
            do_not_run: false,
          },
        ],
      });
      expect(await api().nodes.children(1, { kind: 'success', search: '' }, ADMIN)).toMatchObject({
        count: 1,
        results: [{ id: 2 }],
      });
    });

    it('lists jobs of all kinds, each in its own shape, in as many queries for two as for four', async () => {
      const workflow = launchedData('workflow_job', 401, { template: ref('wfjt', things.workflow) });
      await record('wfjob-401', queued(workflow));
      await record('job-402', queued(launchOf(things, 402)));
      const count = async () => {
        const before = installation.cairn.queries();
        const answer = await api().lists.unified('', ADMIN);
        return { answer, queries: installation.cairn.queries() - before };
      };
      const two = await count();
      await record('job-403', queued(launchOf(things, 403)));
      await record(
        'job-404',
        queued(launchedData('project_update', 404, { template: ref('project', things.project) })),
      );
      const four = await count();
      expect(four.answer).toMatchObject({
        count: 4,
        results: [
          { id: 401, type: 'workflow_job', workflow_job_template: things.workflow },
          { id: 402, type: 'job', job_template: things.template },
          { id: 403, type: 'job' },
          { id: 404, type: 'project_update', project: things.project },
        ],
      });
      expect(four.queries).toBe(two.queries);
    });

    it('finds jobs of a template and through relations', async () => {
      await record('job-402', queued(launchOf(things, 402)));
      await record('job-403', queued(launchedData('job', 403, { template: null })));
      const target = { kind: 'job_template', id: things.template } as const;
      expect(await api().lists.ofTemplate(target, '', ADMIN)).toMatchObject({ count: 1, results: [{ id: 402 }] });
      const search = 'inventory__name=Shop&created_by__username=admin&or__status=pending&or__status=new';
      expect(await api().lists.ofKind('job', search, ADMIN)).toMatchObject({ count: 1, results: [{ id: 402 }] });
      expect(await api().lists.unified('search=site.yml', ADMIN)).toMatchObject({ count: 1 });
    });
  });

  describe('rights', () => {
    it('shows jobs to those who may read their template, and refuses the rest', async () => {
      await record('job-402', queued(launchOf(things, 402)));
      const ann = await installation.cairn.user('ann');
      expect(await api().lists.ofKind('job', '', ann)).toMatchObject({ count: 0 });
      await expect(api().read('job', 402, ann)).rejects.toMatchObject(FORBIDDEN);
      await installation.cairn.giveRole(ann, { kind: 'job_template', id: things.template }, 'read_role');
      expect(await api().lists.ofKind('job', '', ann)).toMatchObject({ count: 1 });
      expect(await api().read('job', 402, ann)).toMatchObject({
        summary_fields: { user_capabilities: { delete: false, start: false } },
      });
    });

    it('shows jobs without a template to administrators and auditors of their organization', async () => {
      await record('job-402', queued(launchOf(things, 402, { template: null })));
      const [ann, eve] = [await installation.cairn.user('ann'), await installation.cairn.user('eve')];
      await installation.cairn.giveRole(ann, { kind: 'organization', id: things.organization }, 'auditor_role');
      expect(await api().read('job', 402, ann)).toMatchObject({ id: 402 });
      await expect(api().read('job', 402, eve)).rejects.toMatchObject(FORBIDDEN);
    });

    it('shows nodes of workflow jobs, and updates, to those who may read what they are of', async () => {
      const launch = launchedData('workflow_job', 401, { template: ref('wfjt', things.workflow) });
      const graph = { nodes: [node(1)], edges: [], source: null, sliced: false };
      await record('wfjob-401', [
        { type: 'TemplateLaunched', data: launch },
        { type: 'WorkflowGraphSnapshotted', data: graph },
      ]);
      await record(
        'job-404',
        queued(launchedData('project_update', 404, { template: ref('project', things.project) })),
      );
      const ann = await installation.cairn.user('ann');
      expect(await api().nodes.all('', ann)).toMatchObject({ count: 0 });
      await expect(api().nodes.read(1, ann)).rejects.toMatchObject(FORBIDDEN);
      await installation.cairn.giveRole(ann, { kind: 'workflow_job_template', id: things.workflow }, 'read_role');
      expect(await api().nodes.all('', ann)).toMatchObject({ count: 1, results: [{ id: 1, workflow_job: 401 }] });
      expect(await api().lists.unified('', ann)).toMatchObject({ count: 1, results: [{ type: 'workflow_job' }] });
      await installation.cairn.giveRole(ann, { kind: 'project', id: things.project }, 'update_role');
      expect(await api().lists.unified('', ann)).toMatchObject({
        count: 2,
        results: [
          {},
          { type: 'project_update', summary_fields: { user_capabilities: { delete: false, start: true } } },
        ],
      });
    });
  });

  describe('cancel', () => {
    it('cancels at once what has not started', async () => {
      await record('job-402', queued(launchOf(things, 402)));
      expect(await api().control.cancellation('job', 402, ADMIN)).toEqual({ can_cancel: true });
      await api().control.cancel('job', 402, as());
      expect(await api().read('job', 402, ADMIN)).toMatchObject({
        status: 'canceled',
        failed: true,
        canceled_on: expect.any(String),
        finished: expect.any(String),
      });
      expect(await api().control.cancellation('job', 402, ADMIN)).toEqual({ can_cancel: false });
    });

    it('only notes the request while it runs, however often it comes', async () => {
      await record('job-402', running(launchOf(things, 402)));
      await api().control.cancel('job', 402, as());
      const first = await api().read('job', 402, ADMIN);
      await api().control.cancel('job', 402, as());
      expect(await api().read('job', 402, ADMIN)).toMatchObject({
        status: 'running',
        canceled_on: first['canceled_on'],
      });
    });

    it('refuses what is over: 405 to superusers, 403 to others', async () => {
      await record('job-402', successful(launchOf(things, 402)));
      const ann = await installation.cairn.user('ann');
      await installation.cairn.giveRole(ann, { kind: 'job_template', id: things.template }, 'admin_role');
      await expect(api().control.cancel('job', 402, as())).rejects.toMatchObject({
        kind: 'not-allowed',
        body: { detail: 'Method "POST" not allowed.' },
      });
      await expect(api().control.cancel('job', 402, as(ann))).rejects.toMatchObject(FORBIDDEN);
    });

    it('takes administrators of the template, and not those who may only execute it', async () => {
      await record('job-402', queued(launchOf(things, 402)));
      const [ann, eve] = [await installation.cairn.user('ann'), await installation.cairn.user('eve')];
      const template = { kind: 'job_template', id: things.template } as const;
      await installation.cairn.giveRole(ann, template, 'admin_role');
      await installation.cairn.giveRole(eve, template, 'execute_role');
      await expect(api().control.cancel('job', 402, as(eve))).rejects.toMatchObject(FORBIDDEN);
      await api().control.cancel('job', 402, as(ann));
      expect(await api().read('job', 402, ADMIN)).toMatchObject({ status: 'canceled' });
    });

    it('cancels a waiting workflow job, and tells of its explanation', async () => {
      const launch = launchedData('workflow_job', 401, { template: ref('wfjt', things.workflow) });
      const graph = { nodes: [], edges: [], source: null, sliced: false };
      await record('wfjob-401', [
        { type: 'TemplateLaunched', data: launch },
        { type: 'WorkflowGraphSnapshotted', data: graph },
        { type: 'JobQueued', data: { passwords: [] } },
      ]);
      expect(await api().control.cancellation('workflow_job', 401, ADMIN)).toEqual({
        can_cancel: true,
        job_explanation: '',
      });
      await api().control.cancel('workflow_job', 401, as());
      expect(await api().read('workflow_job', 401, ADMIN)).toMatchObject({ status: 'canceled' });
    });
  });

  describe('delete', () => {
    it('hides a job with its events', async () => {
      await record('job-402', successful(launchOf(things, 402)));
      await installation.output.append(402, [event(1, 'verbose')]);
      const [{ id }] = (await api().events.ofJob(402, '', ADMIN))['results'] as readonly [JsonObject];
      await api().control.remove('job', 402, as());
      await expect(api().read('job', 402, ADMIN)).rejects.toMatchObject({ kind: 'missing' });
      await expect(api().events.read(Number(id), ADMIN)).rejects.toMatchObject({ kind: 'missing' });
    });

    it('refuses an active job, and one whose workflow is active', async () => {
      await record('job-402', running(launchOf(things, 402)));
      await expect(api().control.remove('job', 402, as())).rejects.toMatchObject({
        kind: 'forbidden',
        body: { detail: 'Cannot delete running job resource.' },
      });
      await record('wfjob-401', queued(launchedData('workflow_job', 401)));
      const spawned = launchOf(things, 403, { launchType: 'workflow', trigger: spawnedBy(401, 1) });
      await record('job-403', successful(spawned));
      await expect(api().control.remove('job', 403, as())).rejects.toMatchObject({
        kind: 'forbidden',
        body: { detail: 'Cannot delete job resource when associated workflow job is running.' },
      });
    });

    it('needs the administrator of the organization', async () => {
      await record('job-402', successful(launchOf(things, 402)));
      const ann = await installation.cairn.user('ann');
      await installation.cairn.giveRole(ann, { kind: 'job_template', id: things.template }, 'admin_role');
      await expect(api().control.remove('job', 402, as(ann))).rejects.toMatchObject(FORBIDDEN);
      await installation.cairn.giveRole(ann, { kind: 'organization', id: things.organization }, 'admin_role');
      await api().control.remove('job', 402, as(ann));
      await expect(api().read('job', 402, ADMIN)).rejects.toMatchObject({ kind: 'missing' });
    });
  });

  describe('output', () => {
    const RED = '\u001B[0;31m';
    beforeEach(async () => {
      await record('job-402', successful(launchOf(things, 402)));
      await installation.output.append(402, [
        event(1, 'playbook_on_start', { uuid: 'start' }),
        event(2, 'playbook_on_play_start', { uuid: 'play', parentUuid: 'start', stdout: '\r\nPLAY [all] ****' }),
        event(3, 'runner_on_ok', {
          parentUuid: 'play',
          stdout: `${RED}${'x'.repeat(2000)}`,
          hostId: things.host,
          hostName: 'one',
          startLine: 4,
        }),
      ]);
    });
    const whose = { kind: 'job', id: 402 } as const;

    it('joins what the events tell, with or without colours', async () => {
      expect(await api().stdout.text(whose, false)).toBe(`\nPLAY [all] ****\n${'x'.repeat(2000)}\n`);
      expect(await api().stdout.text(whose, true)).toContain(RED);
    });

    it('gives lines of it as JSON, encoded when asked', async () => {
      const lines = { range: { start: 0, end: 2, absolute_end: 3 }, content: '\nPLAY [all] ****\n' };
      expect(await api().stdout.json(whose, { start: 0, end: 2 }, null)).toEqual(lines);
      expect(await api().stdout.json(whose, { start: 0, end: 2 }, 'base64')).toEqual({
        ...lines,
        content: Buffer.from(lines.content).toString('base64'),
      });
    });

    it('paints a page, or a part of one', async () => {
      const range = { start: 0, end: null };
      expect(await api().stdout.html(whose, range, { isDark: true, isFragment: false })).toMatch(
        /^<!DOCTYPE HTML>.*ansi_dark.*<span class="ansi31">x/s,
      );
      expect(await api().stdout.html(whose, range, { isDark: false, isFragment: true })).toMatch(
        /^<div class="[^"]*">\nPLAY/,
      );
    });

    it('refuses to show more than AWX does, and downloads it all', async () => {
      const stdout = 'y'.repeat(1000);
      await installation.output.append(
        402,
        Array.from({ length: 1100 }, (_, index) => event(index + 4, 'verbose', { stdout, startLine: index + 10 })),
      );
      const refusal =
        'Standard Output too large to display (1102024 bytes), only download supported for sizes over 1048576 bytes.';
      expect(await api().stdout.text(whose, false)).toBe(refusal);
      expect(await api().stdout.json(whose, { start: 0, end: null }, null)).toEqual({
        range: { start: 0, end: 1, absolute_end: 1 },
        content: refusal,
      });
      let lines = 0;
      for await (const page of api().stdout.download(whose, false)) lines += String(page).split('\n').length - 1;
      expect(lines).toBe(1103);
    });

    it('lists events, cut in lists and whole alone, by any field', async () => {
      const list = (search: string) => api().events.ofJob(402, search, ADMIN);
      expect(await list('')).toMatchObject({
        count: 3,
        results: [{ counter: 1 }, { counter: 2, event_display: 'Play Started (all)', event_level: 1 }, { counter: 3 }],
      });
      const [cut] = (await list('host_name=one'))['results'] as readonly [JsonObject];
      expect(cut).toMatchObject({
        summary_fields: {
          host: { id: things.host, name: 'one' },
          job: { id: 402, job_template_name: 'Deploy' },
          role: {},
        },
        host: things.host,
        related: { host: `/api/v2/hosts/${things.host}/`, job: '/api/v2/jobs/402/' },
      });
      expect(cut['stdout']).toHaveLength(1024 + '\u001B[0m'.length);
      const whole = { stdout: `${RED}${'x'.repeat(2000)}` };
      expect(await list('host_name=one&no_truncate=1')).toMatchObject({ results: [whole] });
      expect(await api().events.read(Number(cut['id']), ADMIN)).toMatchObject(whole);
      expect(Object.keys(await list('limit=1'))).toEqual(['results']);
    });

    it('leads from an event to those below it, and from a host to what it took part in', async () => {
      const [play] = (await api().events.ofJob(402, 'uuid=play', ADMIN))['results'] as readonly [JsonObject];
      expect(await api().events.children(Number(play['id']), '', ADMIN)).toMatchObject({
        count: 1,
        results: [{ counter: 3 }],
      });
      expect(await api().events.ofHosts({ kind: 'host', id: things.host }, '', ADMIN)).toMatchObject({
        count: 1,
        results: [{ counter: 3 }],
      });
      expect(await api().events.childrenSummary(402, ADMIN)).toMatchObject({
        children_summary: { 1: { numChildren: 2 }, 2: { numChildren: 1 } },
        event_processing_finished: true,
      });
    });

    it('shows nothing of the tree while more may come', async () => {
      await record('job-403', running(launchOf(things, 403)));
      expect(await api().events.childrenSummary(403, ADMIN)).toEqual({
        children_summary: {},
        meta_event_nested_uuid: {},
        event_processing_finished: false,
        is_tree: true,
      });
    });

    it('masks logins in the output of project updates alone', async () => {
      await record(
        'job-404',
        successful(launchedData('project_update', 404, { template: ref('project', things.project) })),
      );
      await installation.output.append(404, [event(1, 'verbose', { stdout: 'https://ann:pw@git.example/' })]);
      const update = { kind: 'project_update', id: 404 } as const;
      expect(await api().stdout.text(update, false)).toBe('https://$encrypted$:$encrypted$@git.example/\n');
      expect(await api().events.ofUpdate(404, '', ADMIN)).toMatchObject({
        results: [{ project_update: 404, stdout: 'https://$encrypted$:$encrypted$@git.example/' }],
      });
    });
  });

  it('summarises hosts by job and by host', async () => {
    const counts = { ok: 3, changed: 1, failures: 0, dark: 0, skipped: 2, ignored: 1, rescued: 0, processed: 1 };
    const hosts = { one: { host: things.host, ...counts }, gone: { host: 999, ...counts } };
    await record('job-402', [...running(launchOf(things, 402)), { type: 'HostStatsReported', data: { hosts } }]);
    const summary = {
      type: 'job_host_summary',
      job: 402,
      host: things.host,
      constructed_host: null,
      host_name: 'one',
      ok: 3,
      failed: false,
      summary_fields: { host: { name: 'one' }, job: { id: 402, type: 'job' } },
    };
    expect(await api().hostSummaries.ofJob(402, '', ADMIN)).toMatchObject({
      results: [{ host_name: 'gone', host: null }, summary],
    });
    const ofHost = await api().hostSummaries.ofHosts({ kind: 'host', id: things.host }, '', ADMIN);
    expect(ofHost).toMatchObject({ count: 1, results: [summary] });
    const [{ id }] = ofHost['results'] as readonly [JsonObject];
    expect(await api().hostSummaries.read(Number(id), ADMIN)).toMatchObject(summary);
  });
});
