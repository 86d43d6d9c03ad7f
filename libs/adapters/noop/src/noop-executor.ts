import type { Executor, RunObserver, RunOutcome, RunRequest, RunStarted } from '@application/ports';
import { ExecutionLog } from './execution-log.js';
import { type Wish, wishOf } from './wish.js';

export interface NoopExecutorOptions {
  /** Bytes of the artifact each job of a workflow gets; 0 or absent for none. */
  readonly artifactBytes?: number;
  /** File that gets a line per job really executed. Without it a restarted server cannot know what ran, nor need it. */
  readonly logFile?: string;
}

type Attempt = { readonly jobId: number; readonly attempt: string };

interface Current {
  readonly result: Promise<RunOutcome>;
  readonly cancel: () => void;
}

/**
 * Runs nothing: each job ends at once, or as its variable `cairn_noop` says. For benchmarks and tests. A job is "executed" when its
 * line stands in the log file; the line is written before anything else, and never twice.
 */
export class NoopExecutor implements Executor {
  private readonly log: ExecutionLog | null;
  private readonly artifactBytes: number;
  private readonly current = new Map<string, Current>();
  /** Attempts this process was told to leave alone. */
  private readonly givenUp = new Set<string>();

  constructor({ artifactBytes = 0, logFile }: NoopExecutorOptions = {}) {
    this.artifactBytes = artifactBytes;
    this.log = logFile === undefined ? null : new ExecutionLog(logFile);
  }

  async run(request: RunRequest, observer: RunObserver): Promise<RunOutcome> {
    const key = keyOf(request);
    const known = this.current.get(key);
    if (known) return known.result;
    if (this.givenUp.has(key)) return ending('error', 'This attempt was given up before it started.');
    const { jobId, attempt, workflow } = request;
    const wish = wishOf(request, this.artifactBytes);
    const execution = { jobId, attempt, endsAt: Date.now() + wish.duration, wish };
    this.log?.append(workflow?.jobId ?? 0, workflow?.nodeIdentifier ?? '-', execution);
    const current = begin(wish);
    this.current.set(key, current);
    await observer.started(startOf(jobId));
    return current.result;
  }

  /** `never-started` unless this process runs the attempt, or the log file shows that an earlier one did: then it goes on to its end. */
  async resume({ jobId, attempt }: Attempt, observer: RunObserver): Promise<RunOutcome | 'never-started' | 'lost'> {
    const key = keyOf({ jobId, attempt });
    const known = this.current.get(key);
    if (known) return known.result;
    const execution = this.log?.find(jobId, attempt) ?? null;
    if (execution === null) {
      this.givenUp.add(key);
      return 'never-started';
    }
    const current = begin({ ...execution.wish, duration: Math.max(execution.endsAt - Date.now(), 0) });
    this.current.set(key, current);
    await observer.started(startOf(jobId));
    return current.result;
  }

  async cancel(jobId: number): Promise<void> {
    for (const [key, { cancel }] of this.current) if (key.startsWith(`${jobId}-`)) cancel();
  }

  async forget(attempt: Attempt): Promise<void> {
    this.current.delete(keyOf(attempt));
    this.givenUp.delete(keyOf(attempt));
  }

  /** It keeps nothing that is in anyone's way. */
  async kept(): Promise<readonly Attempt[]> {
    return [];
  }

  unavailable(): null {
    return null;
  }

  /** Closes the log file. */
  close(): void {
    this.log?.close();
  }
}

const startOf = (jobId: number): RunStarted => ({ args: ['noop'], cwd: '/', env: { JOB_ID: String(jobId) } });

const keyOf = ({ jobId, attempt }: Attempt): string => `${jobId}-${attempt}`;

const ending = (
  status: RunOutcome['status'],
  explanation = '',
  artifacts: RunOutcome['artifacts'] = null,
): RunOutcome => ({
  status,
  exitCode: status === 'successful' ? 0 : status === 'failed' ? 1 : null,
  explanation,
  traceback: '',
  artifacts,
  stats: null,
  eventCount: 0,
});

const begin = ({ duration, outcome, artifacts }: Wish): Current => {
  const natural = ending(outcome, '', artifacts);
  if (duration === 0) return { result: Promise.resolve(natural), cancel: () => undefined };
  let cancel = (): void => undefined;
  const result = new Promise<RunOutcome>((resolve) => {
    const timer = setTimeout(() => resolve(natural), duration);
    timer.unref(); // a run that nobody waits for keeps no process alive
    cancel = () => {
      clearTimeout(timer);
      resolve(ending('canceled'));
    };
  });
  return { result, cancel };
};
