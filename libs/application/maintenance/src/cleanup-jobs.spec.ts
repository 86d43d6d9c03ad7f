import { removedOutput } from '@application/job-views';
import type { NewRunEvent } from '@application/ports';
import { SYSTEM_ACTOR } from '@domain/kernel';
import type { JobKind, LaunchedData } from '@domain/launch';
import { launchedData, ref, spawnedBy } from '@testing/builders';
import { JobInstallation } from '@testing/installation';
import { cleanupJobs } from './cleanup-jobs.js';
import type { TaskRun } from './task.js';

const END = { status: 'successful', exitCode: 0, explanation: '', traceback: '', workflow: null, artifacts: null };
const STATS = { ok: 1, changed: 0, failures: 0, dark: 0, skipped: 0, ignored: 0, rescued: 0, processed: 1 };
const OUTPUT: NewRunEvent = {
  ...{ counter: 1, event: 'verbose', uuid: 'u', parentUuid: '', createdAt: '2030-01-15T03:00:00.000000Z' },
  ...{ stdout: 'said', startLine: 0, endLine: 1, verbosity: 0, data: {}, hostId: null, hostName: '' },
  ...{ failed: false, changed: false, playbook: '', play: '', task: '', role: '' },
};

describe('cleaning up jobs', () => {
  let world: JobInstallation;
  let said: string[];

  beforeEach(async () => {
    world = await JobInstallation.open();
    said = [];
  });
  afterEach(() => world.close());

  const begun = async (kind: JobKind, id: number, more: Partial<LaunchedData> = {}, events: object[] = []) => {
    const stream = kind === 'workflow_job' ? `wfjob-${id}` : `job-${id}`;
    const head = [
      { type: 'TemplateLaunched', data: launchedData(kind, id, more) },
      { type: 'JobQueued', data: { passwords: [] } },
    ];
    await world.cairn.record(stream, [...head, ...(events as typeof head)]);
  };
  const ended = (kind: JobKind, id: number, more: Partial<LaunchedData> = {}, events: object[] = []) =>
    begun(kind, id, more, [
      ...events,
      kind === 'workflow_job'
        ? { type: 'WorkflowJobFinished', data: { ...END, unhandled: [], missing: [] } }
        : { type: 'JobSucceeded', data: END },
    ]);

  const runOf = (variables: TaskRun['variables'], more: Partial<TaskRun> = {}): TaskRun => ({
    job: 900,
    variables,
    by: SYSTEM_ACTOR,
    now: '2099-01-01T00:00:00.000000Z',
    say: (...lines) => Promise.resolve(void said.push(...lines)),
    isCanceled: () => false,
    ...more,
  });

  const clean = async (variables: TaskRun['variables'] = {}, more: Partial<TaskRun> = {}): Promise<void> => {
    const { store, runner: aggregates, ports } = world.cairn;
    await cleanupJobs({ store, aggregates, caughtUp: ports.caughtUp })(runOf(variables, more));
  };

  const left = async (): Promise<readonly number[]> =>
    (await world.cairn.store.all('SELECT id FROM unified_job ORDER BY id', [])).map((row) => Number(row['id']));

  const pruned = async (): Promise<readonly unknown[]> => {
    const events: unknown[] = [];
    for await (const { data } of world.cairn.log.readStream('retention')) events.push(data);
    return events;
  };

  it('retires jobs of every kind, and what was counted on hosts, but no stream', async () => {
    const organization = (await world.cairn.make('organization', { name: 'Ops' })).id;
    const inventory = (await world.cairn.make('inventory', { name: 'Stores', organization })).id;
    const host = (await world.cairn.make('host', { name: 'one', inventory })).id;
    await ended('job', 401, {}, [{ type: 'HostStatsReported', data: { hosts: { one: { host, ...STATS } } } }]);
    await ended('project_update', 402);
    await ended('system_job', 403, { template: ref('sjt', 1) });
    await ended('workflow_job', 404, { template: ref('wfjt', 20) });
    const target = { kind: 'host', id: host } as const;
    expect(await world.cairn.api.read(target, world.cairn.caller())).toMatchObject({ last_job: 401 });
    await clean();
    expect(await left()).toEqual([]);
    expect(await world.cairn.api.read(target, world.cairn.caller())).toMatchObject({
      last_job: null,
      last_job_host_summary: null,
      has_active_failures: false,
    });
    const streams: string[] = [];
    for (const id of [401, 402, 403])
      for await (const event of world.cairn.log.readStream(`job-${id}`)) streams.push(event.type);
    expect(streams.filter((type) => type === 'TemplateLaunched')).toHaveLength(3);
    expect(said.at(-1)).toMatch(/^Nothing was deleted from the event log/);
  });

  it('leaves what is younger than the days say', async () => {
    await ended('job', 401);
    await clean({ days: 5 }, { now: world.cairn.clock.now() });
    expect(await left()).toEqual([401]);
    await clean({ days: '0' }, { now: '2099-01-01T00:00:00.000000Z' });
    expect(await left()).toEqual([]);
  });

  it('leaves what is active, what a running workflow needs, and the newest update of a project', async () => {
    const organization = (await world.cairn.make('organization', { name: 'Ops' })).id;
    const project = (await world.cairn.make('project', { name: 'p', organization, local_path: 'p' })).id;
    const around = [
      { workflowJob: 410, workflowJobName: 'w', template: 20, templateName: 'w', launchType: 'manual' as const },
    ];
    await begun('job', 401);
    await begun('workflow_job', 410, { template: ref('wfjt', 20) });
    await ended('job', 411, { trigger: spawnedBy(410, 1), ancestors: around });
    await ended('project_update', 420, { template: ref('project', project) });
    await ended('project_update', 421, { template: ref('project', project) });
    await clean();
    expect(await left()).toEqual([401, 410, 411, 421]);
    expect(said).toContain('Jobs: 0 removed, 2 kept because they are needed.');
    expect(said).toContain('Project updates: 1 removed, 1 kept because they are needed.');
  });

  it('tells without doing it what it would remove', async () => {
    for (const id of [401, 402, 403]) await ended('job', id);
    await clean({ dry_run: true, batch_size: 2 });
    expect(await left()).toEqual([401, 402, 403]);
    expect(await pruned()).toEqual([]);
    expect(said).toContain('Jobs: 3 would be removed, 0 kept because they are needed.');
  });

  it('goes batch by batch, and stops between them when it is canceled', async () => {
    for (const id of [401, 402, 403]) await ended('job', id);
    let batches = 0;
    await clean({ batch_size: 2 }, { isCanceled: () => (batches += 1) > 1 });
    expect(await left()).toEqual([403]);
    expect(await pruned()).toEqual([expect.objectContaining({ ids: [401, 402], job: 900, by: SYSTEM_ACTOR })]);
  });

  it('may be done again, and comes to the same', async () => {
    await ended('job', 401);
    await clean();
    await clean();
    expect(await pruned()).toHaveLength(1);
  });

  it('takes the output away too', async () => {
    await ended('job', 401);
    await world.output.append(401, [OUTPUT]);
    await clean();
    const manager = removedOutput(world.output);
    for await (const event of world.cairn.log.readStream('retention')) await manager.handle(event);
    expect(await world.output.lastCounter(401)).toBe(0);
  });
});
