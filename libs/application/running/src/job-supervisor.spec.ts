import { MemoryEventLog } from '@adapters/event-log-memory';
import { AggregateRunner } from '@application/event-sourcing';
import {
  type Executor,
  LogUnavailable,
  type NewRunEvent,
  type RunEvent,
  type RunObserver,
  type RunOutcome,
  type RunRequest,
  type StoredEvent,
  ReadStoreUnavailable,
} from '@application/ports';
import type { Slot } from '@domain/dispatcher';
import { job, jobCatalog, type JobCommand, jobStream } from '@domain/job';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { launchedData } from '@testing/builders';
import { until } from '@testing/runs';
import { JobSupervisor } from './job-supervisor.js';
import { refusedRun, type RunPreparation } from './run-preparation.js';

const ID = 402;
const SLOT: Slot = {
  ...{ job: ID, kind: 'job', template: 8, allowSimultaneous: false, project: 6, inventory: 3, impact: 6 },
  attempt: 'a1',
};
const BECAUSE = { id: 'claim', meta: {} } as StoredEvent;
const INFO = { args: ['ansible-playbook'], cwd: '/', env: {} };
const STATS = { ok: 1, changed: 0, failures: 0, dark: 0, skipped: 0, ignored: 0, rescued: 0, processed: 1 };
const GOOD: RunOutcome = {
  ...{ status: 'successful', exitCode: 0, explanation: '', traceback: '', artifacts: { build: 17 } },
  ...{ stats: { web1: STATS, gone: STATS }, eventCount: 1 },
};
const EVENT: RunEvent = {
  ...{ counter: 1, event: 'runner_on_ok', uuid: 'u', parentUuid: '', createdAt: '', stdout: 'ok', verbosity: 0 },
  ...{ startLine: 0, endLine: 1, data: { host: 'web1', res: { changed: true } } },
};

/** Does what each test says, and notes what it was asked for. */
class ScriptedExecutor implements Executor {
  readonly asked: string[] = [];
  left: readonly { readonly jobId: number; readonly attempt: string }[] = [];
  onRun: (request: RunRequest, observer: RunObserver) => Promise<RunOutcome> = () => Promise.resolve(GOOD);
  onResume: (observer: RunObserver) => ReturnType<Executor['resume']> = () => Promise.resolve('never-started');

  run(request: RunRequest, observer: RunObserver): Promise<RunOutcome> {
    this.asked.push(`run ${request.attempt === 'a1' ? 'a1' : 'another'}`);
    return this.onRun(request, observer);
  }

  resume(_: unknown, observer: RunObserver): ReturnType<Executor['resume']> {
    this.asked.push('resume');
    return this.onResume(observer);
  }

  cancel = async (): Promise<void> => void this.asked.push('cancel');
  forget = async (): Promise<void> => void this.asked.push('forget');
  kept = async (): Promise<typeof this.left> => this.left;
  unavailable = (): null => null;
}

describe('the supervisor of runs', () => {
  let log: MemoryEventLog;
  let aggregates: AggregateRunner;
  let executor: ScriptedExecutor;
  let supervisor: JobSupervisor;
  let released: number[];
  let troubles: unknown[];
  let stored: NewRunEvent[];
  let preparation: RunPreparation;
  let steps = 0;

  beforeEach(async () => {
    log = new MemoryEventLog();
    executor = new ScriptedExecutor();
    [released, troubles, stored] = [[], [], []];
    preparation = {
      prepare: (_, attempt) => {
        const request = { jobId: ID, kind: 'job', attempt, timeout: 0 } as const;
        return Promise.resolve({ ok: true, request, facts: { injected: { awx_job_id: ID }, revision: '1f3c' } });
      },
      hosts: () => Promise.resolve(new Map([['web1', 17]])),
    };
    begin();
    const data = launchedData('job', ID);
    await send({ type: 'CreateJob', data, rejected: [], passwords: [], startError: null });
  });

  /** Another process on the same log. */
  const begin = (more: { readonly isAlone?: boolean } = {}): void => {
    let second = 0;
    const clock = { now: () => `2030-01-15T03:00:${String((second += 1)).padStart(2, '0')}.000000Z` };
    aggregates = new AggregateRunner(log, { clock });
    supervisor = new JobSupervisor({
      ...{ aggregates, executor, preparation, node: 'node-1' },
      output: {
        append: async (_, events) => void stored.push(...events),
        lastCounter: () => Promise.resolve(0),
        remove: () => Promise.resolve(),
      },
      instanceGroup: () => Promise.resolve(1),
      release: async (id) => void released.push(id),
      onTrouble: (_, error) => troubles.push(error),
      retryDelays: [1],
      ...more,
    });
  };

  const send = async (command: JobCommand): Promise<void> => {
    const context = { commandId: `step ${(steps += 1)}`, causation: 'test', actor: SYSTEM_ACTOR };
    await aggregates.handle({ stream: jobStream(ID), decider: job, catalog: jobCatalog, command, context });
  };
  const cancel = (): Promise<void> => send({ type: 'CancelJob', by: SYSTEM_ACTOR, reason: 'test' });
  const admitted = (node = 'node-1'): Promise<void> =>
    send({ type: 'AdmitJob', attempt: 'a1', instanceGroup: 1, node, impact: 6 });
  const adoptedBy = (node: string, from = 'node-1'): Promise<void> =>
    send({ type: 'AdoptJob', attempt: 'a1', from, node });

  const events = async (): Promise<readonly StoredEvent[]> => {
    const found: StoredEvent[] = [];
    for await (const event of log.readStream(jobStream(ID))) found.push(event);
    return found.slice(2); // it was launched and queued
  };
  const types = async (): Promise<readonly string[]> => (await events()).map(({ type }) => type);
  const dataOf = async (wanted: string) => (await events()).find(({ type }) => type === wanted)?.data;
  const untilOver = (): Promise<void> => until(() => supervisor.following.length === 0);
  const isRunning = async (): Promise<boolean> => (await types()).includes('JobStarted');

  const WHOLE = ['JobAdmitted', 'JobStarted', 'HostStatsReported', 'ArtifactsRecorded', 'OutputClosed', 'JobSucceeded'];

  describe('carries a job', () => {
    it('from its slot to its end, with hosts resolved and facts of its start', async () => {
      executor.onRun = async (_, observer) => {
        await observer.started(INFO);
        await observer.events([EVENT]);
        return GOOD;
      };
      await supervisor.admit(SLOT, BECAUSE);
      await untilOver();
      expect(await types()).toEqual(WHOLE);
      expect(await dataOf('JobAdmitted')).toEqual({ attempt: 'a1', instanceGroup: 1, node: 'node-1', impact: 6 });
      const facts = { injected: { awx_job_id: ID }, revision: '1f3c' };
      expect(await dataOf('JobStarted')).toEqual({ attempt: 'a1', ...INFO, ...facts });
      const hosts = { web1: { host: 17, ...STATS }, gone: { host: null, ...STATS } };
      expect(await dataOf('HostStatsReported')).toEqual({ hosts });
      expect(stored).toMatchObject([{ counter: 1, hostId: 17, hostName: 'web1', changed: true, failed: false }]);
      expect(executor.asked).toEqual(['run a1', 'forget']);
      expect(troubles).toEqual([]);
    });

    it('that waits while rows cannot be read', async () => {
      const { prepare } = preparation;
      let outages = 2;
      preparation = {
        ...preparation,
        prepare: (...of) => ((outages -= 1) >= 0 ? Promise.reject(new ReadStoreUnavailable('gone')) : prepare(...of)),
      };
      begin();
      await supervisor.admit(SLOT, BECAUSE);
      await untilOver();
      expect((await types()).at(-1)).toBe('JobSucceeded');
      expect(troubles).toEqual([]);
    });

    it('once, however often its slot is told of', async () => {
      await supervisor.admit(SLOT, BECAUSE);
      await supervisor.admit(SLOT, BECAUSE);
      await untilOver();
      await supervisor.admit(SLOT, BECAUSE);
      expect(executor.asked.filter((what) => what.startsWith('run'))).toEqual(['run a1']);
      expect(released).toEqual([ID]);
    });

    it('no further when it was canceled while it waited', async () => {
      await cancel();
      await supervisor.admit(SLOT, BECAUSE);
      expect(released).toEqual([ID]);
      expect(executor.asked).toEqual([]);
    });

    it.each([
      ['pre-start', 'JobFailed', 'why Task failed pre-start check.'],
      ['failed', 'JobFailed', 'why'],
      ['error', 'JobErrored', 'why'],
    ] as const)('to its end when it is refused: %s', async (as, type, explanation) => {
      preparation.prepare = () => Promise.resolve(refusedRun(as, 'why'));
      await supervisor.admit(SLOT, BECAUSE);
      await untilOver();
      expect(await dataOf(type)).toMatchObject({ explanation });
      expect(executor.asked).toEqual([]);
    });
  });

  describe('stops a run that is to be canceled', () => {
    it('by asking its executor', async () => {
      await admitted();
      await supervisor.cancel(ID);
      expect(executor.asked).toEqual(['cancel']);
    });

    it('also when the request came just before it started', async () => {
      let end: (outcome: RunOutcome) => void = () => undefined;
      executor.onRun = async (_, observer) => {
        await cancel();
        await observer.started(INFO);
        return new Promise((resolve) => (end = resolve));
      };
      await supervisor.admit(SLOT, BECAUSE);
      await until(() => executor.asked.includes('cancel'));
      end({ ...GOOD, status: 'canceled', exitCode: null });
      await untilOver();
      expect((await types()).at(-1)).toBe('JobCanceled');
    });
  });

  describe('after a restart', () => {
    beforeEach(() => admitted());
    const restart = async (): Promise<void> => {
      begin();
      await supervisor.recover([SLOT, { ...SLOT, job: 401, kind: 'workflow_job' }]);
      await untilOver();
    };

    it('goes on with what runs, or has ended meanwhile', async () => {
      executor.onResume = () => Promise.resolve(GOOD);
      await restart();
      expect((await types()).at(-1)).toBe('JobSucceeded');
      expect(executor.asked).toEqual(['resume', 'forget']);
    });

    it('goes on with a job whose admission was written after it had looked', async () => {
      executor.onResume = () => Promise.resolve(GOOD);
      await supervisor.recover([]);
      await supervisor.lookAfter([ID]);
      await supervisor.lookAfter([ID]);
      await untilOver();
      await supervisor.lookAfter([ID]);
      expect((await types()).at(-1)).toBe('JobSucceeded');
      expect(executor.asked.filter((asked) => asked.startsWith('resume'))).toHaveLength(1);
    });

    it('starts under another attempt what never began', async () => {
      await restart();
      const attempts = (await events()).flatMap(({ type, data }) => (type === 'JobAdmitted' ? [data] : []));
      expect(attempts).toMatchObject([{ attempt: 'a1' }, { attempt: expect.not.stringMatching('a1'), impact: 6 }]);
      expect(executor.asked).toEqual(['resume', 'run another', 'forget']);
      expect((await types()).at(-1)).toBe('JobSucceeded');
    });

    it('starts nothing that was to be canceled', async () => {
      await cancel();
      await restart();
      expect(executor.asked).toEqual(expect.not.arrayContaining(['run another']));
      expect((await types()).at(-1)).toBe('JobCanceled');
    });

    it('fails a job whose run was lost', async () => {
      executor.onResume = () => Promise.resolve('lost');
      await restart();
      const explanation =
        'Task was marked as running at system start up. The system must have not shut down properly, so it has been marked as failed.';
      expect(await dataOf('JobFailed')).toMatchObject({ status: 'failed', explanation });
    });

    it('fails a job that has run, and of which nothing is here: it runs no second time', async () => {
      await send({ type: 'RecordStart', data: { attempt: 'a1', ...INFO, injected: {} } });
      await restart();
      expect(executor.asked).toEqual(['resume', 'forget']);
      expect((await types()).at(-1)).toBe('JobFailed');
    });

    it('gives back the slot of a job that is over, and clears away what it left', async () => {
      await send({ type: 'FailJob', explanation: '', as: 'error' });
      await restart();
      expect(executor.asked).toEqual(['forget']);
      expect(released).toEqual([ID]);
    });
  });

  describe('beside other runners', () => {
    it('leaves alone what another one has, however it is told of that', async () => {
      await admitted('node-2');
      await supervisor.admit(SLOT, BECAUSE);
      await supervisor.recover([SLOT]);
      await supervisor.cancel(ID);
      expect(await types()).toEqual(['JobAdmitted']);
      expect(executor.asked).toEqual([]);
      expect(released).toEqual([]);
    });

    it('only frees the slot of a job that another one had and that is over', async () => {
      await admitted('node-2');
      await send({ type: 'FailJob', explanation: '', as: 'error' });
      await supervisor.admit(SLOT, BECAUSE);
      expect(executor.asked).toEqual([]);
      expect(released).toEqual([ID]);
    });

    it('goes on with the run of a lost one under the same attempt', async () => {
      await admitted('node-2');
      executor.onResume = () => Promise.resolve(GOOD);
      const { state } = await aggregates.load(jobStream(ID), job, jobCatalog);
      await supervisor.adopt(ID, state);
      await untilOver();
      expect(await dataOf('JobAdopted')).toEqual({ attempt: 'a1', from: 'node-2', node: 'node-1' });
      expect((await types()).at(-1)).toBe('JobSucceeded');
      expect(executor.asked).toEqual(['resume', 'forget']);
    });

    it('leaves a job to the one that adopted it first', async () => {
      await admitted('node-2');
      const { state } = await aggregates.load(jobStream(ID), job, jobCatalog);
      await adoptedBy('node-3', 'node-2');
      await supervisor.adopt(ID, state);
      expect(supervisor.following).toEqual([]);
      expect(executor.asked).toEqual([]);
    });

    it('takes over nothing more once it is stopped', async () => {
      await admitted('node-2');
      const { state } = await aggregates.load(jobStream(ID), job, jobCatalog);
      supervisor.stop();
      await supervisor.adopt(ID, state);
      expect(await types()).toEqual(['JobAdmitted']);
    });

    it.each([
      ['the end of', () => Promise.resolve(GOOD)],
      ['a fault in', () => Promise.reject(new Error('disk full'))],
    ] as const)('does not tell %s a run that was taken from it, and leaves its folder', async (_, end) => {
      executor.onRun = async () => {
        await adoptedBy('node-2');
        return end();
      };
      await supervisor.admit(SLOT, BECAUSE);
      await untilOver();
      expect(await types()).toEqual(['JobAdmitted', 'JobAdopted']);
      expect(executor.asked).toEqual(['run a1']);
    });

    it('starts nothing anew that was taken from it', async () => {
      await admitted();
      executor.onResume = async () => {
        await adoptedBy('node-2');
        return 'never-started';
      };
      await supervisor.recover([SLOT]);
      await untilOver();
      expect(executor.asked).toEqual(['resume']);
    });

    it('stops what it still runs when it comes back and finds the job ended for it', async () => {
      let end: (outcome: RunOutcome) => void = () => undefined;
      executor.onRun = () => new Promise((resolve) => (end = resolve));
      await supervisor.admit(SLOT, BECAUSE);
      await supervisor.returned();
      expect(executor.asked).toEqual(['run a1']);
      await send({ type: 'FailJob', explanation: 'lost', as: 'failed' });
      await supervisor.returned();
      end({ ...GOOD, status: 'canceled', exitCode: null });
      await untilOver();
      expect(executor.asked).toEqual(['run a1', 'cancel', 'forget']);
      expect((await types()).at(-1)).toBe('JobFailed');
    });

    it('leaves what it still runs to the one that adopted it meanwhile', async () => {
      executor.onRun = () => new Promise(() => undefined);
      await supervisor.admit(SLOT, BECAUSE);
      await adoptedBy('node-2');
      await supervisor.returned();
      expect(executor.asked).toEqual(['run a1']);
    });

    describe('clears away what is left here', () => {
      beforeEach(() => (executor.left = [{ jobId: ID, attempt: 'a1' }]));
      const end = (): Promise<void> => send({ type: 'FailJob', explanation: 'lost', as: 'failed' });

      it.each([
        ['its own jobs', 'node-1', false],
        ['jobs of a runner that is gone', 'node-2', true],
      ])('of %s that are over', async (_, node, isGone) => {
        await admitted(node);
        await end();
        await supervisor.clearLeftovers(() => isGone);
        expect(executor.asked).toEqual(['resume', 'cancel', 'forget']);
      });

      it('of a job that is in no log', async () => {
        executor.left = [{ jobId: 9, attempt: 'a1' }];
        await supervisor.clearLeftovers(() => false);
        expect(executor.asked).toEqual(['resume', 'cancel', 'forget']);
      });

      it('and nothing of jobs that go on, or whose runner sees to that', async () => {
        await admitted('node-2');
        await supervisor.clearLeftovers(() => true);
        await end();
        await supervisor.clearLeftovers(() => false);
        expect(executor.asked).toEqual([]);
      });

      it('and goes on when that fails', async () => {
        executor.left = [{ jobId: 9, attempt: 'a1' }];
        executor.onResume = () => Promise.reject(new Error('no permission'));
        await supervisor.clearLeftovers(() => true);
        expect(troubles).toEqual([new Error('no permission')]);
      });
    });

    it('takes over what it had under another name, where it is alone', async () => {
      await admitted('old-name');
      begin({ isAlone: true });
      executor.onResume = () => Promise.resolve(GOOD);
      await supervisor.recover([SLOT]);
      await untilOver();
      expect(await types()).toEqual(expect.arrayContaining(['JobAdopted', 'JobSucceeded']));
    });
  });

  it('ends a job in error when the service fails, and stops what may still run', async () => {
    executor.onRun = () => Promise.reject(new Error('disk full'));
    await supervisor.admit(SLOT, BECAUSE);
    await untilOver();
    expect(await dataOf('JobErrored')).toMatchObject({ explanation: 'Job could not be run: disk full' });
    expect(executor.asked).toEqual(['run a1', 'cancel']);
    expect(troubles).toEqual([new Error('disk full')]);
  });

  describe('while the log takes nothing', () => {
    let refusals: number;
    /** Refuses what a run tells, so many times. */
    const refuse = (times: number): void => {
      refusals = times;
      const append = log.append.bind(log);
      log.append = async (...request) => {
        const isOfRun = request[2].some(({ type }) => /^Job(Succeeded|Errored|Canceled)$/.test(type));
        if (isOfRun && refusals-- > 0) throw new LogUnavailable('disk full', false);
        return append(...request);
      };
    };

    it('keeps the end of a run until it does', async () => {
      refuse(3);
      await supervisor.admit(SLOT, BECAUSE);
      await untilOver();
      expect((await types()).at(-1)).toBe('JobSucceeded');
      expect(troubles).toHaveLength(3);
      expect(executor.asked).toEqual(['run a1', 'forget']);
    });

    it('keeps a fault of the service too, whether the run can be stopped or not', async () => {
      executor.onRun = () => Promise.reject(new Error('no space'));
      executor.cancel = () => Promise.reject(new Error('no space for that either'));
      refuse(1);
      await supervisor.admit(SLOT, BECAUSE);
      await untilOver();
      expect(await dataOf('JobErrored')).toMatchObject({ explanation: 'Job could not be run: no space' });
    });

    it('leaves the end to the next process when it is stopped', async () => {
      refuse(Infinity);
      await supervisor.admit(SLOT, BECAUSE);
      await until(() => troubles.length > 1);
      supervisor.stop();
      await untilOver();
      refusals = 0;
      executor.onResume = () => Promise.resolve(GOOD);
      begin();
      await supervisor.recover([SLOT]);
      await untilOver();
      expect((await types()).at(-1)).toBe('JobSucceeded');
    });
  });

  it('writes nothing more once it is stopped: the next process goes on', async () => {
    let told: RunObserver | undefined;
    let end: (outcome: RunOutcome) => void = () => undefined;
    executor.onRun = async (_, observer) => {
      told = observer;
      await observer.started(INFO);
      return new Promise((resolve) => (end = resolve));
    };
    await supervisor.admit(SLOT, BECAUSE);
    await until(isRunning);
    supervisor.stop();
    await expect(told?.events([EVENT])).rejects.toThrow();
    end(GOOD);
    await untilOver();
    expect(await types()).toEqual(['JobAdmitted', 'JobStarted']);
    expect(stored).toEqual([]);
    executor.onResume = () => Promise.resolve(GOOD);
    begin();
    await supervisor.recover([SLOT]);
    await untilOver();
    expect(await types()).toEqual(WHOLE);
  });
});
