import { until } from '@testing/runs';
import { EDGES, HOW_THEY_END, nodesOf, THOSE_THAT_RUN } from './eight-nodes.js';
import { type ProcessName, SeveralWorld } from './several-world.js';

jest.setTimeout(300_000);

const OPEN = ['pending', 'running'];
/** More than this many graces without an end are no waiting any more. */
const PATIENCE = 20;

describe('two workers and two runners', () => {
  let world: SeveralWorld;
  let workflow: number;
  let points: readonly string[];

  beforeAll(async () => {
    world = await SeveralWorld.open();
    const template = await world.work.launches.template({ allow_simultaneous: true });
    workflow = await world.work.launches.workflow({ allow_simultaneous: true }, nodesOf(template), EDGES);
    const reached: string[] = [];
    world.watch((point) => reached.push(point));
    await world.work.ended(await world.work.launch(workflow));
    points = reached;
  });
  afterAll(() => world.close());

  const isOver = async (run: number): Promise<boolean> => !OPEN.includes((await world.work.job(run)).status);

  /** What a run came to. @param at where something happened */
  const outcome = async (run: number, at: string) => {
    const { work } = world;
    const ends = (await work.events(`wfjob-${run}`)).filter(({ type }) => type === 'WorkflowJobFinished').length;
    const { status } = await work.job(run);
    return { run, at, ends, status, nodes: await work.nodes(run), ran: work.executions(run) };
  };
  const whole = { ends: 1, status: 'successful', nodes: HOW_THEY_END, ran: THOSE_THAT_RUN };

  /**
   * Runs in which this happens to whoever reaches the first point, the second, and so on. It comes back when the others have
   * finished: what a runner had, they take over once it counts as lost (it does not when it may not be).
   */
  const atEveryPoint = async (
    happens: (name: ProcessName) => Promise<void>,
    { mayBeLost = true } = {},
  ): Promise<void> => {
    const struck: string[] = [];
    const runs: number[] = [];
    for (let last = 1; last <= points.length; last += 1) {
      let [reached, at, happening] = [0, '', Promise.resolve()];
      world.watch((point, by) => {
        if ((reached += 1) !== last) return;
        at = `${by} ${point}`;
        struck.push(point);
        happening = happens(by);
      });
      const run = await world.work.launch(workflow);
      runs.push(run);
      await until(async () => at !== '' || (await isOver(run)));
      for (let round = 0; at.startsWith('runner') && mayBeLost && round < PATIENCE && !(await isOver(run)); round += 1)
        await world.passTime();
      await until(() => isOver(run));
      expect(await outcome(run, at)).toEqual({ run, at, ...whole });
      await happening;
      await world.complete();
    }
    expect(new Set(struck)).toEqual(new Set(points));
    for (const run of runs) expect(await outcome(run, 'later')).toEqual({ run, at: 'later', ...whole });
    expect(world.work.troubles).toEqual([]);
  };

  it('lose one at any of the points of a run, and leave nothing undone and do nothing twice', async () => {
    expect(points.length).toBeGreaterThan(100);
    await atEveryPoint((name) => Promise.resolve(world.kill(name)));
  });

  it('let go of one that stops at any of the points', () => atEveryPoint((name) => world.stop(name)));

  it('do nothing twice beside one that is cut off at any of the points and works on', () =>
    atEveryPoint((name) => Promise.resolve(world.cutOff(name)), { mayBeLost: false }));
});
