import { MemoryEventLog } from '@adapters/event-log-memory';
import { AggregateRunner } from '@application/event-sourcing';
import type { EventLog, Executor, RunOutcome, StoredEvent } from '@application/ports';
import type { Slot } from '@domain/dispatcher';
import { isWithRunner, job, jobCatalog, type JobCommand, jobStream } from '@domain/job';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { launchedData } from '@testing/builders';
import fc from 'fast-check';
import { JobSupervisor } from './job-supervisor.js';

const ID = 402;
const SLOT: Slot = {
  ...{ job: ID, kind: 'job', template: 8, allowSimultaneous: false, project: 6, inventory: 3, impact: 6 },
  attempt: 'a1',
};
const BECAUSE = { id: 'claim', meta: {} } as StoredEvent;
const GOOD: RunOutcome = {
  ...{ status: 'successful', exitCode: 0, explanation: '', traceback: '', artifacts: null },
  ...{ stats: null, eventCount: 0 },
};
const CLOCK = { now: () => '2030-01-15T03:00:00.000000Z' };
const NODES = ['node-1', 'node-2'] as const;
type Node = (typeof NODES)[number];

/** Lets what a runner asks of the world happen in any order; see fast-check's scheduler. */
type Turn = (label: string) => Promise<unknown>;

/** The folder of runs that all runners here see: an attempt that was given up never starts, one that started is found again. */
class SharedRuns {
  readonly executed: string[] = [];
  private readonly givenUp = new Set<string>();

  executor(turn: Turn): Executor {
    return {
      run: async ({ attempt }) => {
        await turn('run');
        if (this.givenUp.has(attempt)) return { ...GOOD, status: 'error' };
        this.executed.push(attempt);
        for (let times = 0; times < 4; times += 1) await turn('running');
        return GOOD;
      },
      resume: async ({ attempt }) => {
        await turn('resume');
        if (this.executed.includes(attempt)) return GOOD;
        this.givenUp.add(attempt);
        return 'never-started';
      },
      cancel: () => Promise.resolve(),
      forget: () => Promise.resolve(),
      kept: () => Promise.resolve([]),
      unavailable: () => null,
    };
  }
}

/** One process after the other under one name. What a killed one still waits for never comes. */
class Runner {
  private kill: () => void = () => undefined;
  supervisor: JobSupervisor;

  constructor(
    private readonly node: Node,
    private readonly world: { log: MemoryEventLog; runs: SharedRuns; schedule: Turn; isShared: boolean },
  ) {
    this.supervisor = this.started();
  }

  /** It was found that the other one is lost, rightly or not. */
  async adopt(): Promise<void> {
    const { state } = await new AggregateRunner(this.world.log, { clock: CLOCK }).load(jobStream(ID), job, jobCatalog);
    if (isWithRunner(state)) await this.supervisor.adopt(ID, state);
  }

  restart(): void {
    this.kill();
    this.supervisor = this.started();
  }

  private started(): JobSupervisor {
    const { world, node } = this;
    let isDead = false;
    this.kill = () => (isDead = true);
    const turn: Turn = async (label) => {
      await world.schedule(`${node} ${label}`);
      if (isDead) await new Promise(() => undefined);
    };
    return new JobSupervisor({
      aggregates: new AggregateRunner(slow(world.log, turn), { clock: CLOCK, isShared: world.isShared }),
      executor: world.runs.executor(turn),
      output: {
        append: () => Promise.resolve(),
        lastCounter: () => Promise.resolve(0),
        remove: () => Promise.resolve(),
      },
      preparation: {
        prepare: (_, attempt) =>
          Promise.resolve({
            ok: true,
            request: { jobId: ID, kind: 'job', attempt, timeout: 0 },
            facts: { injected: {} },
          }),
        hosts: () => Promise.resolve(new Map()),
      },
      node,
      instanceGroup: () => Promise.resolve(1),
      release: () => Promise.resolve(),
      onTrouble: (_, error) => {
        throw error;
      },
    });
  }
}

const slow = (log: MemoryEventLog, turn: Turn): EventLog =>
  Object.assign(Object.create(log) as MemoryEventLog, {
    append: async (...request: Parameters<EventLog['append']>) => {
      await turn('append');
      return log.append(...request);
    },
    readStream: async function* (...request: Parameters<EventLog['readStream']>) {
      await turn('read');
      yield* log.readStream(...request);
    },
  });

type Incident = 'deliver' | 'restart' | 'adopt';

/** What happens to a runner: it is told of the slot (again), dies and is back at once, takes over from the other one. */
const incidents = (...kinds: readonly Incident[]) =>
  fc.array(fc.record({ node: fc.constantFrom(...NODES), what: fc.constantFrom(...kinds), stepsAfter: fc.nat(4) }), {
    ...{ minLength: 2, maxLength: 14 },
  });

const launch = async (log: MemoryEventLog): Promise<void> => {
  const data = launchedData('job', ID);
  await command(log, { type: 'CreateJob', data, rejected: [], passwords: [], startError: null });
};

const command = async (log: MemoryEventLog, what: JobCommand): Promise<void> => {
  const context = { commandId: what.type, causation: 'test', actor: SYSTEM_ACTOR };
  const runner = new AggregateRunner(log, { clock: CLOCK });
  await runner.handle({ stream: jobStream(ID), decider: job, catalog: jobCatalog, command: what, context });
};

const eventsOf = async (log: MemoryEventLog): Promise<readonly StoredEvent[]> => {
  const found: StoredEvent[] = [];
  for await (const event of log.readStream(jobStream(ID))) found.push(event);
  return found;
};

interface Story {
  readonly scheduler: fc.Scheduler;
  readonly happens: readonly { readonly node: Node; readonly what: Incident; readonly stepsAfter: number }[];
  readonly isShared: boolean;
}

/** Plays the story to its end: at last both are started anew, and told of the slot once more. */
const play = async ({ scheduler, happens, isShared }: Story) => {
  const log = new MemoryEventLog();
  const runs = new SharedRuns();
  const schedule: Turn = (label) => scheduler.schedule(Promise.resolve(), label);
  const world = { log, runs, schedule, isShared };
  const both = { 'node-1': new Runner('node-1', world), 'node-2': new Runner('node-2', world) };
  await launch(log);
  for (const { node, what, stepsAfter } of happens) {
    if (what === 'restart') both[node].restart();
    void (what === 'adopt' ? both[node].adopt() : both[node].supervisor.admit(SLOT, BECAUSE));
    for (let step = 0; step < stepsAfter; step += 1) await oneStep(scheduler);
  }
  for (const { supervisor } of Object.values(both).map((runner) => (runner.restart(), runner)))
    void supervisor.recover([SLOT]).then(() => supervisor.admit(SLOT, BECAUSE));
  await settled(scheduler);
  return { events: await eventsOf(log), executed: runs.executed };
};

/** One of the things that could happen happens, and what follows from it at once. @returns whether there was any */
const oneStep = async (scheduler: fc.Scheduler): Promise<boolean> => {
  await new Promise((resolve) => setImmediate(resolve));
  if (scheduler.count() === 0) return false;
  await scheduler.waitOne();
  return true;
};

const settled = async (scheduler: fc.Scheduler): Promise<void> => {
  while (await oneStep(scheduler));
};

const nodesOf = (events: readonly StoredEvent[]): readonly unknown[] =>
  events.flatMap(({ type, data }) => (type === 'JobAdmitted' ? [(data as { node: string }).node] : []));

describe('several runners on one log', () => {
  it('execute a job once, on the runner that was first, whoever is told of its slot how often and dies when', () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({ scheduler: fc.scheduler(), happens: incidents('deliver', 'restart'), isShared: fc.boolean() }),
        async (story) => {
          const { events, executed } = await play(story);
          expect(executed).toHaveLength(1);
          expect(new Set(nodesOf(events)).size).toBe(1);
          expect(events.at(-1)?.type).toBe('JobSucceeded');
        },
      ),
      { numRuns: 400 },
    ));

  it('execute a job once also when one takes over what the other has, whether that is lost or only slow', () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({
          scheduler: fc.scheduler(),
          happens: incidents('deliver', 'deliver', 'adopt', 'adopt', 'restart'),
          isShared: fc.boolean(),
        }),
        async (story) => {
          const { events, executed } = await play(story);
          expect(executed).toHaveLength(1);
          expect(events.at(-1)?.type).toBe('JobSucceeded');
        },
      ),
      { numRuns: 400 },
    ));
});
