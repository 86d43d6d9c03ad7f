import type { Executor, RunObserver } from '@application/ports';

type Attempt = Awaited<ReturnType<Executor['kept']>>[number];

export interface Clearing {
  readonly executor: Executor;
  /** Nobody waits any more for what is left of this job. */
  readonly isLeftover: (job: number) => Promise<boolean>;
  readonly onTrouble: (job: number, error: unknown) => void;
}

/** Ends what still runs of jobs that nobody waits for, to the last process, and removes their directories. */
export const clearAway = async ({ executor, isLeftover, onTrouble }: Clearing): Promise<void> => {
  const kept = await executor.kept();
  for (const job of new Set(kept.map(({ jobId }) => jobId))) {
    const attempts = kept.filter(({ jobId }) => jobId === job);
    try {
      if (await isLeftover(job)) await end(executor, job, attempts);
    } catch (error) {
      onTrouble(job, error);
    }
  }
};

/** What a run still tells interests nobody. */
const DEAF: RunObserver = { started: () => Promise.resolve(), events: () => Promise.resolve() };

/** Followed to its end: whoever asks a run to stop must also see to it that it does. */
const end = async (executor: Executor, jobId: number, attempts: readonly Attempt[]): Promise<void> => {
  const ends = attempts.map((attempt) => executor.resume({ ...attempt, storedEvents: Number.MAX_SAFE_INTEGER }, DEAF));
  await Promise.all([...ends, executor.cancel(jobId)]);
  for (const attempt of attempts) await executor.forget(attempt);
};
