import { workflowRun, workflowRunCatalog, workflowRunStream } from '@domain/workflow-run';
import { job, jobCatalog, jobStream } from '@domain/job';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { until } from '@testing/runs';
import { WorkerWorld } from './worker-world.js';

const FOR_EVER = { extra_vars: { cairn_noop: { duration_ms: 3_600_000 } } };

describe('jobs that wait', () => {
  let world: WorkerWorld;

  beforeEach(async () => {
    world = await WorkerWorld.open();
  });
  afterEach(async () => {
    expect(world.troubles).toEqual([]);
    await world.close();
  });

  const template = (more = {}): Promise<number> => world.launches.template({ ask_variables_on_launch: true, ...more });
  const isRunning = (id: number) => async () => (await world.job(id)).status === 'running';

  const cancel = async (id: number): Promise<void> => {
    const context = { commandId: `cancel ${id}`, causation: 'test', actor: SYSTEM_ACTOR };
    const command = { type: 'CancelJob', by: SYSTEM_ACTOR, reason: 'test' } as const;
    const { runner } = world.launches.installation;
    await runner.handle({ stream: jobStream(id), decider: job, catalog: jobCatalog, command, context });
  };

  it('start one after the other when their template does not allow more, over a restart as well', async () => {
    await world.start();
    const shared = await template();
    const first = await world.launchJob(shared, FOR_EVER);
    const second = await world.launchJob(shared);
    const other = await world.launchJob(await template());
    await until(isRunning(first));
    expect(await world.ended(other)).toBe('successful');
    await world.stop();
    await world.start();
    expect((await world.job(second)).status).toBe('pending');
    await cancel(first);
    expect(await world.ended(first)).toBe('canceled');
    expect(await world.ended(second)).toBe('successful');
  });

  it('start when there is room for them, over a restart as well', async () => {
    await world.start({ capacity: 4 });
    const shared = await template({ allow_simultaneous: true });
    const first = await world.launchJob(shared, FOR_EVER);
    const second = await world.launchJob(shared);
    await until(isRunning(first));
    await world.stop();
    await world.start({ capacity: 4 });
    expect((await world.job(second)).status).toBe('pending');
    await world.stop();
    await world.start({ capacity: 8 });
    expect(await world.ended(second)).toBe('successful');
    await cancel(first);
    expect(await world.ended(first)).toBe('canceled');
  });

  it('are not started once they are canceled', async () => {
    await world.start();
    const shared = await template();
    const [first, second] = [await world.launchJob(shared, FOR_EVER), await world.launchJob(shared)];
    await until(isRunning(first));
    await cancel(second);
    await cancel(first);
    expect(await world.ended(first)).toBe('canceled');
    expect(await world.ended(second)).toBe('canceled');
    expect((await world.events(jobStream(second))).map(({ type }) => type)).not.toContain('JobAdmitted');
  });

  const node = (identifier: string, kind: 'job_template' | 'workflow_job_template', id: number) => ({
    identifier,
    template: { id, kind },
  });

  it('are canceled with the workflows around them, which start no more of them', async () => {
    await world.start();
    const { launches } = world;
    const long = await template({ extra_vars: JSON.stringify(FOR_EVER.extra_vars) });
    const inner = await launches.workflow({}, [node('long', 'job_template', long)]);
    const nodes = [node('one', 'workflow_job_template', inner), node('two', 'job_template', long)];
    const run = await world.launch(await launches.workflow({}, nodes, ['one success two']));
    const nested = await untilNested(run);
    await until(async () => (await world.nodes(nested))['long'] === 'running');
    const context = { commandId: 'cancel workflow', causation: 'test', actor: SYSTEM_ACTOR };
    await launches.installation.runner.handle({
      ...{ stream: workflowRunStream(run), decider: workflowRun, catalog: workflowRunCatalog, context },
      command: { type: 'CancelWorkflow', by: SYSTEM_ACTOR, reason: 'test' },
    });
    expect(await world.ended(run)).toBe('canceled');
    expect(await world.nodes(run)).toEqual({ one: 'canceled', two: 'skipped' });
    expect(await world.nodes(nested)).toEqual({ long: 'canceled' });
  });

  /** The workflow job that a workflow job has started, as soon as there is one. */
  const untilNested = async (run: number): Promise<number> => {
    const sql = "SELECT id FROM unified_job WHERE source_workflow_job = ? AND type = 'workflow_job'";
    const found = async () => (await world.launches.installation.store.all(sql, [run])).map((row) => Number(row['id']));
    await until(async () => (await found()).length > 0);
    return (await found())[0] ?? 0;
  };
});

describe('events that are delivered again', () => {
  it('change nothing', async () => {
    const world = await WorkerWorld.open();
    await world.start();
    const template = await world.launches.template();
    const nodes = ['one', 'two'].map((identifier) => ({
      identifier,
      template: { id: template, kind: 'job_template' as const },
    }));
    const run = await world.launch(await world.launches.workflow({}, nodes, ['one success two']));
    await world.ended(run);
    await world.stop();
    const { log, store } = world.launches.installation;
    const before = await log.head();
    await store.setNote('worker', '');
    await world.start();
    await until(async () => (await store.note('worker')) === before);
    expect(await log.head()).toBe(before);
    expect(world.executions(run)).toEqual(['one', 'two']);
    await world.close();
  });
});
