import { MemoryEventLog } from '@adapters/event-log-memory';
import { MemoryNodeDirectory } from '@adapters/node-directory-memory';
import { AggregateRunner } from '@application/event-sourcing';
import type { Row, SeenNode } from '@application/ports';
import { type Job, job, jobCatalog, type JobCommand, jobStream } from '@domain/job';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { launchedData } from '@testing/builders';
import type { NodesView } from './heartbeat.js';
import { adoptLostJobs, failLostJobs } from './lost-runners.js';
import { NodeRegistry } from './node-registry.js';

const CLOCK = { now: () => '2030-01-15T03:00:00.000000Z' };
const GRACE = 60;
const BOTH = ['r1', 'r2'];

const seen = (name: string, more: Partial<SeenNode> = {}): SeenNode => ({
  ...{ id: 1, uuid: 'u', name, boot: `boot of ${name}`, roles: ['runner'], site: 's1', capacity: 10, cpu: 4 },
  ...{ memory: 8, version: '1', silentFor: 1, lastSeen: '', hasLeft: false, ...more },
});
const LOST = seen('lost', { silentFor: 61 });

describe('jobs of lost runners', () => {
  let log: MemoryEventLog;
  let queries: number;
  beforeEach(() => {
    log = new MemoryEventLog();
    queries = 0;
  });

  /** Each process has its own. */
  const process = (node: string) => {
    const aggregates = new AggregateRunner(log, { clock: CLOCK, isShared: true });
    return { aggregates, store: { all: rows }, grace: GRACE, node };
  };

  const load = async (id: number): Promise<Job> =>
    (await process('test').aggregates.load(jobStream(id), job, jobCatalog)).state;

  /** The read model, as far as it is asked. */
  const rows = async (_: string, alive: readonly unknown[]): Promise<readonly Row[]> => {
    queries += 1;
    const jobs = await Promise.all([401, 402, 403].map(async (id) => ({ id, state: await load(id) })));
    return jobs
      .filter(({ state }) => state.status === 'waiting' || state.status === 'running')
      .filter(({ state }) => !alive.includes(state.node))
      .map(({ id, state }) => ({ id, execution_node: state.node }));
  };

  const send = async (id: number, command: JobCommand): Promise<Job> => {
    const context = { commandId: JSON.stringify(command), causation: 'test', actor: SYSTEM_ACTOR };
    const { aggregates } = process('test');
    const handling = { stream: jobStream(id), decider: job, catalog: jobCatalog, command, context };
    return (await aggregates.handle(handling)).state;
  };

  const running = async (id: number, node: string): Promise<void> => {
    const data = launchedData('job', id);
    await send(id, { type: 'CreateJob', data, rejected: [], passwords: [], startError: null });
    await send(id, { type: 'AdmitJob', attempt: 'a1', instanceGroup: 1, node, impact: 6 });
  };

  const types = async (stream: string): Promise<readonly string[]> => {
    const found: string[] = [];
    for await (const { type } of log.readStream(stream)) found.push(type);
    return found;
  };

  const view = (nodes: readonly SeenNode[], isSteady = true): NodesView => ({ nodes, isSteady });

  describe('that another runner of their site can take over', () => {
    const runner = (node: string, adopted: string[]) =>
      adoptLostJobs(process(node), async (id, { attempt, node: from }) => {
        const state = await send(id, { type: 'AdoptJob', attempt: attempt ?? '', from: from ?? '', node });
        if (state.node === node) adopted.push(`${node} ${id}`);
      });

    it('are taken over, each by one', async () => {
      for (const id of [401, 402, 403]) await running(id, 'lost');
      const adopted: string[] = [];
      const nodes = [LOST, seen('r1'), seen('r2')];
      await Promise.all(BOTH.map((node) => runner(node, adopted)(view(nodes))));
      expect(adopted.sort()).toEqual(['r1 402', 'r2 401', 'r2 403']);
      expect(queries).toBe(2);
    });

    it('are taken over by one also when two see other nodes', async () => {
      await running(402, 'lost');
      const adopted: string[] = [];
      await Promise.all(BOTH.map((node) => runner(node, adopted)(view([LOST, seen(node)]))));
      expect(adopted).toHaveLength(1);
      expect(await types('job-402')).toEqual(expect.arrayContaining(['JobAdopted']));
    });

    it.each([
      ['their runner is there', view([seen('lost'), seen('r1')])],
      ['another one is to do it', view([LOST, seen('r0'), seen('r1', { site: 's2' })])],
      ['this process was silent itself', view([LOST, seen('r1')], false)],
    ])('are left when %s', async (_, seenNow) => {
      await running(402, 'lost');
      const adopted: string[] = [];
      await runner('r1', adopted)(seenNow);
      expect(adopted).toEqual([]);
    });
  });

  describe('that nobody can take over', () => {
    const NODES = [LOST, seen('worker', { roles: ['worker'] }), seen('far', { site: 's2' })];
    const holder = (node = 'worker', all: (...query: Parameters<typeof rows>) => Promise<readonly Row[]> = rows) => {
      const ports = { ...process(node), store: { all } };
      const registry = new NodeRegistry(ports.aggregates, { next: () => Promise.resolve(1) });
      return { registry, look: failLostJobs(ports, { directory: new MemoryNodeDirectory(() => 0), registry }) };
    };

    it('fail once, with an explanation, whoever finds that how often', async () => {
      await running(402, 'lost');
      const [one, other] = [holder('worker'), holder('worker-2')];
      await Promise.all([one.look(view(NODES)), other.look(view(NODES))]);
      await one.look(view(NODES));
      expect(await types('job-402')).toEqual(['TemplateLaunched', 'JobQueued', 'JobAdmitted', 'JobFailed']);
      for await (const { type, data } of log.readStream('job-402'))
        if (type === 'JobFailed')
          expect(data).toMatchObject({
            explanation: expect.stringMatching(
              /^Task was marked as running but was not present in the job queue, so it has been marked as failed\. .*lost/,
            ),
          });
    });

    it('are left to a runner that had adopted them at the last moment', async () => {
      await running(402, 'lost');
      const before = await rows('', []);
      await send(402, { type: 'AdoptJob', attempt: 'a1', from: 'lost', node: 'far' });
      await holder('worker', async () => before).look(view(NODES));
      expect((await load(402)).node).toBe('far');
      expect(await types('job-402')).not.toContain('JobFailed');
    });

    it('end canceled when that had been asked for', async () => {
      await running(402, 'lost');
      await send(402, { type: 'CancelJob', by: SYSTEM_ACTOR, reason: 'enough' });
      await holder().look(view(NODES));
      expect((await types('job-402')).at(-1)).toBe('JobCanceled');
    });

    it('are left while their runner may come back, and by one that was silent itself', async () => {
      await running(402, 'lost');
      await holder().look(view([seen('lost', { silentFor: 59 })]));
      await holder().look(view(NODES, false));
      expect(await types('job-402')).not.toContain('JobFailed');
    });

    it('are told with who was lost, once', async () => {
      const { registry, look } = holder();
      const { silentFor: _, lastSeen: __, hasLeft: ___, ...report } = LOST;
      await registry.join(report);
      await look(view(NODES));
      await look(view(NODES));
      expect(await types('node-lost')).toEqual(['NodeJoined', 'NodeLost']);
    });
  });
});
