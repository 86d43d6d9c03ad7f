import type { Position, ReadStore, Row, StoredEvent } from '@application/ports';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { edges, launchedData, node, ref, spawnedBy } from '@testing/builders';
import { openReadStore } from '@testing/read-stores';
import { jobsProjection } from './jobs.projection.js';

const TEMPLATE = { template: ref('jt', 8), organization: ref('org', 2, 'Ops') };
const END = { exitCode: 0, explanation: '', traceback: '', workflow: null, artifacts: null };
const STATS = { ok: 1, changed: 0, failures: 0, dark: 0, skipped: 0, ignored: 0, rescued: 0, processed: 1 };

/** A workflow job of two nodes, one of which runs a job; another job of the same template fails before it starts. */
const HISTORY: readonly (readonly [stream: string, type: string, data: object])[] = [
  ['wfjob-401', 'TemplateLaunched', launchedData('workflow_job', 401, { template: ref('wfjt', 20) })],
  [
    'wfjob-401',
    'WorkflowGraphSnapshotted',
    {
      nodes: [node(1, { prompts: { limit: 'web', diff_mode: true }, labels: [9], credentials: [4, 5] }), node(2)],
      edges: edges('1 success 2'),
      source: null,
      sliced: false,
    },
  ],
  ['wfjob-401', 'JobQueued', { passwords: [] }],
  ['wfjob-401', 'WorkflowStarted', {}],
  ['wfjob-401', 'NodeSpawned', { node: 1, job: { kind: 'job', id: 402 } }],
  [
    'job-402',
    'TemplateLaunched',
    launchedData('job', 402, { ...TEMPLATE, launchType: 'workflow', trigger: spawnedBy(401, 1) }),
  ],
  ['job-402', 'JobQueued', { passwords: [] }],
  ['job-402', 'JobBlocked', { by: 'job-7', rule: 'same template' }],
  ['job-402', 'JobAdmitted', { attempt: 'a', instanceGroup: 1, node: 'node-1', impact: 2 }],
  [
    'job-402',
    'JobStarted',
    {
      attempt: 'a',
      args: ['ansible-playbook'],
      cwd: '/p',
      env: { A: 'b' },
      injected: {},
      executionEnvironment: 3,
      revision: '1f3c',
    },
  ],
  ['job-402', 'JobAdopted', { attempt: 'a', from: 'node-1', node: 'node-2' }],
  [
    'job-402',
    'HostStatsReported',
    {
      hosts: {
        one: { host: 1, ...STATS },
        two: { host: null, ...STATS, changed: 1, failures: 1 },
        three: { host: 3, ...STATS, dark: 2 },
      },
    },
  ],
  ['job-402', 'ArtifactsRecorded', { artifacts: { build: 17 }, noLog: false }],
  ['job-402', 'OutputClosed', { events: 12 }],
  ['job-402', 'JobSucceeded', { status: 'successful', ...END }],
  ['wfjob-401', 'NodeSkipped', { node: 2, identifier: 'node-2', rule: 'any_no_edge_satisfied', evidence: [] }],
  ['wfjob-401', 'WorkflowCancelRequested', { by: SYSTEM_ACTOR, reason: 'requested' }],
  ['wfjob-401', 'WorkflowJobFinished', { status: 'canceled', explanation: '', unhandled: [], missing: [] }],
  ['job-403', 'TemplateLaunched', launchedData('job', 403, TEMPLATE)],
  ['job-403', 'JobErrored', { status: 'error', ...END, explanation: 'no inventory' }],
  ['jt-8', 'JobTemplateChanged', { changes: [] }],
];

const at = (n: number): Position => String(n).padStart(16, '0') as Position;

const stored = (history: typeof HISTORY): readonly StoredEvent[] =>
  history.map(([stream, type, data], n) => ({
    id: `id-${n}`,
    type,
    schema: 1,
    data,
    meta: {
      correlation: 'c',
      causation: 'c',
      actor: SYSTEM_ACTOR,
      at: `2030-01-15T03:00:${String(n).padStart(2, '0')}.000000Z`,
      hash: '',
    },
    stream,
    revision: n,
    position: at(n),
  }));

const EVENTS = stored(HISTORY);

const projected = async (events: readonly StoredEvent[], once: number): Promise<ReadStore> => {
  const store = await openReadStore();
  await store.prepare(jobsProjection);
  for (let from = 0; from < events.length; from += once) {
    const after = from === 0 ? undefined : at(from - 1);
    const part = events.slice(from, from + once);
    await store.apply([jobsProjection], { after, events: part, position: at(from + part.length - 1) });
  }
  return store;
};

const contents = async (store: ReadStore): Promise<Readonly<Record<string, readonly Row[]>>> => {
  const tables: Record<string, readonly Row[]> = {};
  for (const table of jobsProjection.tables)
    tables[table] = await store.all(`SELECT * FROM ${table} ORDER BY 1, 2`, []);
  return tables;
};

describe('jobs projection', () => {
  const stores: ReadStore[] = [];
  const project = async (events: readonly StoredEvent[], once = 1000): Promise<ReadStore> => {
    const store = await projected(events, once);
    stores.push(store);
    return store;
  };
  const one = async (store: ReadStore, table: string, id: number): Promise<Row> => {
    const [row] = await store.all(`SELECT * FROM ${table} WHERE id = ?`, [id]);
    if (!row) throw new Error(`${table} has no ${id}`);
    return row;
  };
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
  });

  it('leaves out what was pruned, also when it is built again', async () => {
    const pruned = stored([
      ...HISTORY,
      ['retention', 'JobsPruned', { before: '2031-01-01T00:00:00Z', ids: [401, 402], by: SYSTEM_ACTOR, job: 500 }],
    ]);
    const [live, rebuilt] = [await project(pruned, 1), await project(pruned)];
    expect(await contents(rebuilt)).toEqual(await contents(live));
    expect(await contents(live)).toMatchObject({
      unified_job: [expect.objectContaining({ id: 403 })],
      workflow_job_node: [],
      workflow_job_node_edge: [],
      job_host_summary: [],
    });
    expect(await one(live, 'template_status', 20)).toMatchObject({ last_job: null, status: 'failed' });
  });

  it('rebuilds what it made live, event by event', async () => {
    expect(await contents(await project(EVENTS))).toEqual(await contents(await project(EVENTS, 1)));
  });

  it('gives the same rows when each event comes twice', async () => {
    const twice = EVENTS.flatMap((event) => [event, event]);
    expect(await contents(await project(twice))).toEqual(await contents(await project(EVENTS)));
  });

  it('follows a job from its launch to its end', async () => {
    const store = await project(EVENTS);
    expect(await one(store, 'unified_job', 402)).toMatchObject({
      type: 'job',
      launch_type: 'workflow',
      source_workflow_job: 401,
      organization: 2,
      status: 'successful',
      failed: 0,
      started: '2030-01-15T03:00:09.000000Z',
      finished: '2030-01-15T03:00:14.000000Z',
      blocked_by: null,
      instance_group: 1,
      execution_node: 'node-2',
      execution_environment: 3,
      scm_revision: '1f3c',
      job_args: '["ansible-playbook"]',
      job_env: '{"A":"b"}',
      artifacts: '{"build":17}',
      event_processing_finished: 1,
    });
  });

  it('counts each host once, under the worst that happened to it', async () => {
    const store = await project(EVENTS);
    expect((await one(store, 'unified_job', 402))['host_status_counts']).toBe('{"ok":1,"failures":1,"dark":1}');
    const summaries = await store.all('SELECT host, host_name, failed FROM job_host_summary ORDER BY id', []);
    expect(summaries).toEqual([
      { host: 1, host_name: 'one', failed: 0 },
      { host: null, host_name: 'two', failed: 1 },
      { host: 3, host_name: 'three', failed: 1 },
    ]);
  });

  it('keeps nodes with prompts, edges and lists, and what became of them', async () => {
    const store = await project(EVENTS);
    expect(await one(store, 'workflow_job_node', 1)).toMatchObject({
      job: 402,
      do_not_run: 0,
      limit: 'web',
      diff_mode: 1,
    });
    expect(await one(store, 'workflow_job_node', 2)).toMatchObject({ job: null, do_not_run: 1, limit: null });
    expect(await store.all('SELECT * FROM workflow_job_node_edge', [])).toEqual([
      { parent: 1, child: 2, kind: 'success' },
    ]);
    expect(await store.all('SELECT relation, target FROM workflow_job_node_link ORDER BY target', [])).toEqual([
      { relation: 'credentials', target: 4 },
      { relation: 'credentials', target: 5 },
      { relation: 'labels', target: 9 },
    ]);
  });

  it('shows on the template the current job, then the last', async () => {
    const running = await project(EVENTS.slice(0, 10));
    expect(await one(running, 'template_status', 8)).toMatchObject({
      status: 'running',
      current_job: 402,
      last_job: null,
    });
    const over = await project(EVENTS);
    expect(await one(over, 'template_status', 8)).toMatchObject({
      status: 'failed',
      current_job: null,
      last_job: 403,
      last_job_failed: 1,
    });
    expect(await one(over, 'template_status', 20)).toMatchObject({
      status: 'failed',
      current_job: null,
      last_job: 401,
    });
  });

  it('does not count a slice as a job of the template', async () => {
    const effective = { job_slice_count: 2, credentials: [], labels: [], instance_groups: [], extra_vars: {} };
    const composition = { template: { kind: 'job_template' }, effective, masks: [], passwordsNeeded: [] };
    const launch = { ...launchedData('job', 410, TEMPLATE), composition };
    const slice = stored([
      ['job-410', 'TemplateLaunched', launch],
      ['job-410', 'JobSucceeded', { status: 'successful', ...END }],
    ]);
    const store = await project(slice);
    expect(await store.all('SELECT * FROM template_status', [])).toEqual([]);
    expect((await one(store, 'unified_job', 410))['status']).toBe('successful');
  });

  it('tells the revision of a project update on its project', async () => {
    const update = stored([
      ['job-420', 'TemplateLaunched', launchedData('project_update', 420, { template: ref('project', 6) })],
      ['job-420', 'ProjectSynced', { revision: 'abc' }],
    ]);
    expect(await one(await project(update), 'template_status', 6)).toMatchObject({
      scm_revision: 'abc',
      current_job: 420,
    });
  });

  it('forgets a deleted workflow job with its nodes, and leaves the jobs it spawned', async () => {
    const store = await project([...EVENTS, ...stored([['wfjob-401', 'JobDeleted', { by: SYSTEM_ACTOR }]])]);
    const left = await contents(store);
    expect(left['unified_job']?.map((row) => row['id'])).toEqual([402, 403]);
    expect(left['workflow_job_node']).toEqual([]);
    expect(left['workflow_job_node_edge']).toEqual([]);
    expect(left['workflow_job_node_link']).toEqual([]);
  });

  it('forgets a deleted job with its statistics; its node has none any more', async () => {
    const store = await project([...EVENTS, ...stored([['job-402', 'JobDeleted', { by: SYSTEM_ACTOR }]])]);
    expect(await store.all('SELECT id FROM job_host_summary', [])).toEqual([]);
    expect((await one(store, 'workflow_job_node', 1))['job']).toBeNull();
  });
});
