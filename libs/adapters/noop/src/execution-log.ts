import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Wish } from './wish.js';

/** What a later process needs to end a run that this one began. `endsAt`: milliseconds since 1970. */
export interface Execution {
  readonly jobId: number;
  readonly attempt: string;
  readonly endsAt: number;
  readonly wish: Wish;
}

/**
 * The file that tells which jobs were really executed: `<workflow job id> <node identifier> <job id>` a line, 0 and - outside
 * workflows. Beside it `<file>.runs` keeps how each is to end. A job was executed when its line stands in the first, which is
 * written last.
 */
export class ExecutionLog {
  private readonly lines: Appender;
  private readonly runs: Appender;

  constructor(path: string) {
    this.lines = new Appender(path);
    this.runs = new Appender(`${path}.runs`);
  }

  append(workflowJobId: number, nodeIdentifier: string, execution: Execution): void {
    this.runs.append(JSON.stringify(execution));
    this.lines.append(`${workflowJobId} ${nodeIdentifier.replace(/[\r\n]/g, ' ')} ${execution.jobId}`);
  }

  /** The execution of an attempt, null when it never began. */
  find(jobId: number, attempt: string): Execution | null {
    if (!this.lines.read().some((line) => line.endsWith(` ${jobId}`))) return null;
    const executions = this.runs.read().map((line) => JSON.parse(line) as Execution);
    return executions.find((execution) => execution.jobId === jobId && execution.attempt === attempt) ?? null;
  }

  close(): void {
    this.lines.close();
    this.runs.close();
  }
}

/** One write of one line: appended whole or not at all, also when the process is killed the moment after. */
class Appender {
  private handle: number | null = null;

  constructor(private readonly path: string) {}

  append(line: string): void {
    this.handle ??= openSync(this.path, 'a', 0o600);
    writeSync(this.handle, `${line}\n`);
  }

  read(): readonly string[] {
    try {
      return readFileSync(this.path, 'utf8').split('\n').slice(0, -1);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw cause;
    }
  }

  close(): void {
    if (this.handle !== null) closeSync(this.handle);
    this.handle = null;
  }
}
