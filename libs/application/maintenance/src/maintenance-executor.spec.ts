import type { Executor, RunRequest } from '@application/ports';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { playbookRequest, RecordingObserver, until } from '@testing/runs';
import { cleanupActivityStream } from './cleanup-activity-stream.js';
import { cleanupSessions, cleanupTokens } from './cleanup-logins.js';
import { MaintenanceExecutor } from './maintenance-executor.js';
import type { Task, TaskRun } from './task.js';

const NOW = '2030-01-15T03:00:00.000000Z';

const request = (jobType: string, variables: TaskRun['variables'] = {}): RunRequest => ({
  ...{ jobId: 7, kind: 'system_job', attempt: 'a1', timeout: 0 },
  maintenance: { jobType, variables, by: SYSTEM_ACTOR },
});

describe('the executor of system jobs', () => {
  let calls: string[];
  let others: Executor;
  beforeEach(() => {
    calls = [];
    const told = (what: string) => () => {
      calls.push(what);
      return Promise.resolve('never-started' as never);
    };
    others = {
      run: told('run'),
      resume: told('resume'),
      cancel: told('cancel'),
      forget: told('forget'),
      kept: () => Promise.resolve([]),
      unavailable: () => 'none',
    };
  });

  const executor = (tasks: Readonly<Record<string, Task>>, printed = 0): MaintenanceExecutor =>
    new MaintenanceExecutor({
      ...{ tasks, others, clock: { now: () => NOW } },
      output: { lastCounter: () => Promise.resolve(printed) },
    });

  it('hands everything else on', async () => {
    const one = executor({});
    const observer = new RecordingObserver();
    await one.run(playbookRequest(1, { projectPath: '/' }), observer);
    await one.resume({ jobId: 1, attempt: 'a', storedEvents: 0 }, observer);
    await one.cancel(1);
    await one.forget({ jobId: 1, attempt: 'a' });
    expect([...calls, one.unavailable()]).toEqual(['run', 'resume', 'cancel', 'forget', 'none']);
  });

  it('prints what the task says, a line each, and succeeds', async () => {
    const observer = new RecordingObserver();
    const outcome = await executor({ tidy: ({ say }) => say('one', 'two') }).run(request('tidy'), observer);
    expect(outcome).toMatchObject({ status: 'successful', eventCount: 2 });
    expect(observer.output).toBe('one\ntwo\n');
    expect(observer.seen.map(({ counter, startLine, endLine }) => [counter, startLine, endLine])).toEqual([
      [1, 0, 1],
      [2, 1, 2],
    ]);
    expect(observer.starts).toHaveLength(1);
  });

  it('begins again after a restart, and prints on where it stopped', async () => {
    const observer = new RecordingObserver();
    await executor({ tidy: ({ say }) => say('one') }, 3).run(request('tidy'), observer);
    expect(observer.seen.map(({ counter }) => counter)).toEqual([4, 5]);
    expect(observer.output).toMatch(/begins again/);
  });

  it('stops a task when somebody cancels', async () => {
    const observer = new RecordingObserver();
    const task: Task = ({ isCanceled }) => until(isCanceled);
    const one = executor({ tidy: task });
    const ended = one.run(request('tidy'), observer);
    await until(() => observer.starts.length === 1);
    await one.cancel(7);
    expect(await ended).toMatchObject({ status: 'canceled' });
  });

  it('runs a job once, however often it is asked to', async () => {
    let runs = 0;
    const one = executor({ tidy: () => Promise.resolve(void (runs += 1)) });
    const [first, second] = [
      one.run(request('tidy'), new RecordingObserver()),
      one.run(request('tidy'), new RecordingObserver()),
    ];
    expect(await first).toBe(await second);
    await one.forget({ jobId: 7, attempt: 'a1' });
    expect([runs, calls]).toEqual([1, []]);
  });

  it('knows what it cannot do', async () => {
    expect(await executor({}).run(request('paint'), new RecordingObserver())).toMatchObject({ status: 'error' });
  });

  it.each([
    ['sessions', cleanupSessions(() => Promise.resolve(3)), /3 expired sessions removed/],
    ['tokens', cleanupTokens(() => Promise.resolve(0)), /0 expired OAuth 2 tokens removed/],
    ['the activity stream', cleanupActivityStream, /There is no activity stream/],
  ] as const)('says honestly what became of %s', async (_what, task, text) => {
    const observer = new RecordingObserver();
    await executor({ tidy: task }).run(request('tidy', { days: 30 }), observer);
    expect(observer.output).toMatch(text);
  });
});
