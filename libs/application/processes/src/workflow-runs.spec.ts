import { MemoryEventLog } from '@adapters/event-log-memory';
import { AggregateRunner } from '@application/event-sourcing';
import type { StoredEvent } from '@application/ports';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { type NodeSpawnedData, type RunnableNode, type SpawnInputs, workflowRunStream } from '@domain/workflow-run';
import { edges, launchedData, node, spawnInput } from '@testing/builders';
import { createWorkflowJob } from './job-creation.js';
import { WorkflowRuns } from './workflow-runs.js';

const RUN = 401;
const clock = { now: () => '2030-01-15T03:00:00.000000Z' };

/** Stands for an event that led here; each is another one. */
const because = (id: string): StoredEvent =>
  ({ id, meta: { correlation: 'c', actor: SYSTEM_ACTOR } }) as unknown as StoredEvent;

describe('a workflow job that two processes walk at once', () => {
  let log: MemoryEventLog;
  let reserved: number;

  /** A process of its own, which waits a while before it has prepared anything. */
  const process = (preparing: () => Promise<void> = () => Promise.resolve()): WorkflowRuns => {
    const prepare = async (_run: unknown, runnable: readonly RunnableNode[]): Promise<SpawnInputs> => {
      await preparing();
      return Object.fromEntries(
        runnable.map((each) => {
          const jobId = (reserved += 1);
          return [each.node.id, { ...spawnInput(each.node.id), jobId }];
        }),
      );
    };
    return new WorkflowRuns(new AggregateRunner(log, { clock, isShared: true }), { prepare });
  };

  const begin = async (converge: boolean): Promise<void> => {
    log = new MemoryEventLog();
    reserved = 900;
    const graph = {
      nodes: [node(1), node(2), node(3, { converge })],
      edges: edges('1 success 3', '2 success 3'),
      source: null,
    };
    const launch = launchedData('workflow_job', RUN);
    const context = { commandId: 'launch', causation: 'test', actor: SYSTEM_ACTOR };
    await createWorkflowJob(new AggregateRunner(log, { clock }), { launch, graph, startError: null }, context);
    await process().start(RUN, because('slot'));
  };

  const spawned = async (): Promise<readonly NodeSpawnedData[]> => {
    const found: NodeSpawnedData[] = [];
    for await (const { type, data } of log.readStream(workflowRunStream(RUN)))
      if (type === 'NodeSpawned') found.push(data as NodeSpawnedData);
    return found;
  };
  const jobOf = async (id: number): Promise<number> => (await spawned()).find((each) => each.node === id)?.job.id ?? 0;

  const end = async (runs: WorkflowRuns, id: number, event = `end of ${id}`): Promise<void> => {
    const data = { node: id, job: await jobOf(id), status: 'successful', finishedAt: clock.now() } as const;
    await runs.recordNodeFinished(RUN, { ...data, artifacts: { [`from_${id}`]: id } }, because(event));
  };

  it.each([false, true])('spawns a node with two parents once (converge %s)', async (converge) => {
    await begin(converge);
    await Promise.all([end(process(), 1), end(process(), 2)]);
    expect((await spawned()).map(({ node: id }) => id)).toEqual([1, 2, 3]);
  });

  it('is not gone on with as it was before it was canceled', async () => {
    await begin(false);
    const other = process();
    await end(other, 2);
    const context = { commandId: 'cancel', causation: 'test', actor: SYSTEM_ACTOR };
    await end(
      process(() => other.cancel(RUN, SYSTEM_ACTOR, '', context).then(() => undefined)),
      1,
    );
    expect((await spawned()).map(({ node: id }) => id)).toEqual([1, 2]);
    expect((await other.load(RUN)).status).toBe('canceled');
  });

  it('takes the same news from both once', async () => {
    await begin(false);
    await end(process(), 2);
    await Promise.all([end(process(), 1, 'the end'), end(process(), 1, 'the end')]);
    expect((await spawned()).map(({ node: id }) => id)).toEqual([1, 2, 3]);
  });
});
