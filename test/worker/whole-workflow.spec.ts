import type { StoredEvent } from '@application/ports';
import { EDGES, HOW_THEY_END, nodesOf, THOSE_THAT_RUN } from './eight-nodes.js';
import { WorkerWorld } from './worker-world.js';

describe('a workflow of eight nodes', () => {
  let world: WorkerWorld;
  let workflow: number;

  beforeAll(async () => {
    world = await WorkerWorld.open();
    const template = await world.launches.template({ allow_simultaneous: true });
    workflow = await world.launches.workflow({ allow_simultaneous: true }, nodesOf(template), EDGES);
  });
  afterEach(() => world.stop());
  afterAll(() => world.close());

  const expectWhole = async (run: number): Promise<void> => {
    expect(await world.ended(run)).toBe('successful');
    expect(await world.nodes(run)).toEqual(HOW_THEY_END);
    expect(world.executions(run)).toEqual(THOSE_THAT_RUN);
  };

  it('runs to its end by itself', async () => {
    await world.start();
    const run = await world.launch(workflow);
    await expectWhole(run);
    const types = (await world.events(`wfjob-${run}`)).map(({ type }) => type);
    expect(types.filter((type) => type === 'NodeSpawned')).toHaveLength(7);
    expect(types.at(-1)).toBe('WorkflowJobFinished');
    expect(world.troubles).toEqual([]);
  });

  it('runs when its launch came before the worker', async () => {
    const run = await world.launch(workflow);
    await world.start();
    await expectWhole(run);
  });

  it('gives every job one correlation, that of the launch', async () => {
    await world.start();
    const run = await world.launch(workflow);
    await world.ended(run);
    const [first] = await world.events(`wfjob-${run}`);
    const spawned = (await world.events(`wfjob-${run}`)).filter(({ type }) => type === 'NodeSpawned');
    const jobs = spawned.map(({ data }) => (data as { job: { id: number } }).job.id);
    const events = (await Promise.all(jobs.map((job) => world.events(`job-${job}`)))).flat();
    expect(new Set(events.map(({ meta }: StoredEvent) => meta.correlation))).toEqual(
      new Set([first?.meta.correlation]),
    );
  });
});
