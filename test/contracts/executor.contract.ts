import type { Executor, RunRequest } from '@application/ports';
import { RecordingObserver } from '@testing/runs';

/** An executor under test, and requests that mean the same to each of them. */
export interface ExecutorSubject {
  readonly executor: Executor;
  /** A job that succeeds and registers `{"built": 1}`. */
  succeeding(jobId: number): RunRequest;
  failing(jobId: number): RunRequest;
  /** A job that would take minutes. */
  endless(jobId: number): RunRequest;
}

/** What the application relies on, whichever executor is configured. */
export const describeExecutor = (name: string, make: () => ExecutorSubject): void => {
  describe(`${name} as an executor`, () => {
    const { executor, succeeding, failing, endless } = make();
    const run = (request: RunRequest, observer = new RecordingObserver()) => executor.run(request, observer);

    it('is available', () => expect(executor.unavailable()).toBeNull());

    it('tells that the run started, then all its events, then how it ended', async () => {
      const observer = new RecordingObserver();
      const outcome = await run(succeeding(1), observer);
      expect(outcome).toMatchObject({ status: 'successful', exitCode: 0, explanation: '', artifacts: { built: 1 } });
      expect(observer.starts).toHaveLength(1);
      expect(outcome.eventCount).toBe(observer.seen.length);
    });

    it('tells a failure', async () => {
      expect(await run(failing(2))).toMatchObject({ status: 'failed', artifacts: null });
    });

    it('carries an attempt out once and answers its outcome again', async () => {
      const outcome = await run(succeeding(3));
      const observer = new RecordingObserver();
      expect(await run(succeeding(3), observer)).toEqual(outcome);
      expect(await executor.resume({ jobId: 3, attempt: 'a1', storedEvents: outcome.eventCount }, observer)).toEqual(
        outcome,
      );
    });

    it('cancels a run, however often it is asked, and ignores runs it does not know', async () => {
      const observer = new RecordingObserver();
      const running = run(endless(4), observer);
      await executor.cancel(4);
      await executor.cancel(4);
      await executor.cancel(99);
      expect(await running).toMatchObject({ status: 'canceled' });
    });

    it('says of an attempt that was never run that it never will be', async () => {
      const attempt = { jobId: 5, attempt: 'a1', storedEvents: 0 };
      expect(await executor.resume(attempt, new RecordingObserver())).toBe('never-started');
      expect(await run(succeeding(5))).toMatchObject({ status: 'error' });
    });

    it('forgets what it is told to forget, known or not', async () => {
      await run(succeeding(6));
      await executor.forget({ jobId: 6, attempt: 'a1' });
      await executor.forget({ jobId: 98, attempt: 'a1' });
      expect(await executor.kept()).not.toContainEqual({ jobId: 6, attempt: 'a1' });
    });
  });
};
