import type { Clock, Executor, JobOutput, RunEvent, RunObserver, RunOutcome, RunRequest } from '@application/ports';
import type { Task, TaskRun } from './task.js';

export interface MaintenancePorts {
  /** What each type of system job does. */
  readonly tasks: Readonly<Record<string, Task>>;
  readonly clock: Clock;
  readonly output: Pick<JobOutput, 'lastCounter'>;
  /** Runs everything else. */
  readonly others: Executor;
}

interface Current {
  readonly result: Promise<RunOutcome>;
  isCanceled: boolean;
}

type Maintenance = NonNullable<RunRequest['maintenance']>;

/**
 * Carries system jobs out inside this process, and hands all others on. Such a run dies with the process; its task may be run
 * again under the same attempt, and its output goes on where it stopped.
 */
export class MaintenanceExecutor implements Executor {
  private readonly current = new Map<number, Current>();

  constructor(private readonly ports: MaintenancePorts) {}

  run(request: RunRequest, observer: RunObserver): Promise<RunOutcome> {
    const { maintenance, jobId } = request;
    if (!maintenance) return this.ports.others.run(request, observer);
    const known = this.current.get(jobId);
    if (known) return known.result;
    const current: Current = { isCanceled: false, result: this.perform(jobId, maintenance, observer) };
    this.current.set(jobId, current);
    return current.result;
  }

  resume(...asked: Parameters<Executor['resume']>): ReturnType<Executor['resume']> {
    return this.ports.others.resume(...asked);
  }

  async cancel(jobId: number): Promise<void> {
    const current = this.current.get(jobId);
    if (!current) return this.ports.others.cancel(jobId);
    current.isCanceled = true;
  }

  async forget(attempt: { readonly jobId: number; readonly attempt: string }): Promise<void> {
    if (!this.current.delete(attempt.jobId)) await this.ports.others.forget(attempt);
  }

  kept(): ReturnType<Executor['kept']> {
    return this.ports.others.kept();
  }

  unavailable(): string | null {
    return this.ports.others.unavailable();
  }

  private async perform(
    job: number,
    { jobType, variables, by }: Maintenance,
    observer: RunObserver,
  ): Promise<RunOutcome> {
    const task = this.ports.tasks[jobType];
    if (!task) return ending('error', 0, `There is no maintenance of the type ${jobType}.`);
    await observer.started({ args: ['cairn', jobType], cwd: '', env: {} });
    const printer = new Printer(job, observer, await this.ports.output.lastCounter(job), this.ports.clock);
    const isCanceled = (): boolean => this.current.get(job)?.isCanceled === true;
    const run: TaskRun = { job, variables, by, now: this.ports.clock.now(), say: printer.say, isCanceled };
    if (printer.printed > 0) await printer.say('The server was restarted meanwhile: this job begins again.');
    await task(run);
    if (isCanceled()) await printer.say('Stopped, because somebody asked for it.');
    return ending(isCanceled() ? 'canceled' : 'successful', printer.printed);
  }
}

/** Lines of text as events, a line each, after those that are kept already. */
class Printer {
  constructor(
    private readonly job: number,
    private readonly observer: RunObserver,
    public printed: number,
    private readonly clock: Clock,
  ) {}

  readonly say = async (...lines: readonly string[]): Promise<void> => {
    const from = this.printed;
    this.printed += lines.length;
    await this.observer.events(lines.map((line, index) => this.event(line, from + index + 1)));
  };

  private event(stdout: string, counter: number): RunEvent {
    return {
      ...{ counter, event: 'verbose', uuid: `system-job-${this.job}-${counter}`, parentUuid: '', stdout },
      ...{ createdAt: this.clock.now(), startLine: counter - 1, endLine: counter, verbosity: 0, data: {} },
    };
  }
}

const ending = (status: RunOutcome['status'], eventCount: number, explanation = ''): RunOutcome => ({
  status,
  exitCode: status === 'successful' ? 0 : null,
  explanation,
  traceback: '',
  artifacts: null,
  stats: null,
  eventCount,
});
