import { until } from '@testing/runs';
import { EDGES, HOW_THEY_END, nodesOf, THOSE_THAT_RUN } from './eight-nodes.js';
import { WorkerWorld } from './worker-world.js';

jest.setTimeout(180_000);

describe('a worker that dies', () => {
  let world: WorkerWorld;
  let workflow: number;
  let points: readonly string[];

  /** Starts a worker that notes the points it reaches, and dies at the one with this number. */
  const startMortal = async (last = Infinity): Promise<string[]> => {
    const reached: string[] = [];
    await world.start({
      reached: (point) => {
        if (reached.push(point) === last) world.die();
      },
    });
    return reached;
  };

  beforeAll(async () => {
    world = await WorkerWorld.open();
    const template = await world.launches.template({ allow_simultaneous: true });
    workflow = await world.launches.workflow({ allow_simultaneous: true }, nodesOf(template), EDGES);
    const reached = await startMortal();
    await world.ended(await world.launch(workflow));
    await world.stop();
    points = [...reached];
  });
  afterAll(() => world.close());

  it('at any of the points of a run leaves nothing undone and does nothing twice', async () => {
    expect(points.length).toBeGreaterThan(100);
    for (let last = 1; last <= points.length - 2; last++) {
      const run = await world.launch(workflow);
      const reached = await startMortal(last);
      await until(() => reached.length >= last);
      await startMortal();
      const found = { status: await world.ended(run), nodes: await world.nodes(run), ran: world.executions(run) };
      expect({ last, at: reached[last - 1], ...found }).toEqual({
        ...{ last, at: reached[last - 1], status: 'successful' },
        ...{ nodes: HOW_THEY_END, ran: THOSE_THAT_RUN },
      });
      await world.stop();
    }
    expect(world.troubles).toEqual([]);
  });
});
