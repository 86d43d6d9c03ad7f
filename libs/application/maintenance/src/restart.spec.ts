import { MemoryEventLog } from '@adapters/event-log-memory';
import { AggregateRunner, SystemClock } from '@application/event-sourcing';
import type { Executor, NewRunEvent, StoredEvent } from '@application/ports';
import { JobSupervisor, type RunPreparation } from '@application/running';
import type { Slot } from '@domain/dispatcher';
import { job, jobCatalog, type JobCommand, jobStream } from '@domain/job';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { launchedData } from '@testing/builders';
import { until } from '@testing/runs';
import { MaintenanceExecutor } from './maintenance-executor.js';
import type { Task } from './task.js';

const ID = 7;
const SLOT: Slot = {
  ...{ job: ID, kind: 'system_job', template: 1, allowSimultaneous: false, project: null, inventory: null, impact: 1 },
  attempt: 'a1',
};
const OTHERS: Executor = {
  run: () => Promise.reject(new Error('not for others')),
  resume: () => Promise.reject(new Error('not for others')),
  cancel: () => Promise.resolve(),
  forget: () => Promise.resolve(),
  kept: () => Promise.resolve([]),
  unavailable: () => null,
};
const PREPARATION: RunPreparation = {
  prepare: (_, attempt) =>
    Promise.resolve({
      ok: true,
      request: {
        ...{ jobId: ID, kind: 'system_job', attempt, timeout: 0 },
        maintenance: { jobType: 'tidy', variables: {}, by: SYSTEM_ACTOR },
      },
      facts: { injected: {} },
    }),
  hosts: () => Promise.resolve(new Map()),
};

const forever = (): Promise<never> => new Promise(() => undefined);

describe('a system job whose server was killed', () => {
  const clock = new SystemClock();
  let log: MemoryEventLog;
  let aggregates: AggregateRunner;
  let stored: NewRunEvent[];

  beforeEach(async () => {
    log = new MemoryEventLog();
    stored = [];
    aggregates = new AggregateRunner(log, { clock });
    const data = launchedData('system_job', ID);
    await send({ type: 'CreateJob', data, rejected: [], passwords: [], startError: null });
  });

  const send = async (command: JobCommand): Promise<void> => {
    const context = { commandId: command.type, causation: 'test', actor: SYSTEM_ACTOR };
    await aggregates.handle({ stream: jobStream(ID), decider: job, catalog: jobCatalog, command, context });
  };

  /** One process of the server, which does the task in its own way. */
  const process = (tidy: Task): JobSupervisor => {
    const output = {
      append: (_: number, events: readonly NewRunEvent[]) => Promise.resolve(void stored.push(...events)),
      lastCounter: () => Promise.resolve(stored.length),
      remove: () => Promise.resolve(),
    };
    return new JobSupervisor({
      ...{ aggregates, output, preparation: PREPARATION, node: 'n', release: () => Promise.resolve() },
      executor: new MaintenanceExecutor({ tasks: { tidy }, clock, output, others: OTHERS }),
      instanceGroup: () => Promise.resolve(1),
      onTrouble: (_, error) => {
        throw error;
      },
    });
  };

  const types = async (): Promise<readonly string[]> => {
    const found: string[] = [];
    for await (const { type } of log.readStream(jobStream(ID))) found.push(type);
    return found.slice(2);
  };
  const killed = async (): Promise<void> => {
    const first = process(async ({ say }) => {
      await say('half');
      await forever();
    });
    await first.admit(SLOT, { id: 'claim', meta: {} } as StoredEvent);
    await until(async () => (await types()).includes('JobStarted') && stored.length > 0);
    first.stop();
  };

  it('is done again under its attempt, once, and ends', async () => {
    await killed();
    const next = process(({ say }) => say('whole'));
    await next.recover([SLOT]);
    await until(() => next.following.length === 0);
    expect(await types()).toEqual(['JobAdmitted', 'JobStarted', 'OutputClosed', 'JobSucceeded']);
    expect(stored.map(({ counter, stdout }) => [counter, stdout])).toEqual([
      [1, 'half'],
      [2, 'The server was restarted meanwhile: this job begins again.'],
      [3, 'whole'],
    ]);
  });

  it('is canceled when somebody asked for that before', async () => {
    await killed();
    await send({ type: 'CancelJob', by: SYSTEM_ACTOR, reason: 'test' });
    const next = process(({ isCanceled }) => until(isCanceled));
    await next.recover([SLOT]);
    await until(() => next.following.length === 0);
    expect((await types()).at(-1)).toBe('JobCanceled');
  });
});
