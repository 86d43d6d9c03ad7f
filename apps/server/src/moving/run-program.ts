import { faultText } from '../configuration/explained-faults.js';
import { thisMachine } from '../configuration/machine.js';
import type { Settings } from '../configuration/settings.js';
import { readCall } from './call.js';

/** What a program has to do its work with. */
export interface Work {
  readonly file: string;
  /** It is about the output of jobs, not about the log. */
  readonly isOutput: boolean;
  readonly settings: Settings;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Says something to who watches: never where a file may be written to. */
  readonly tell: (line: string) => void;
}

/** Interrupted programs end like this. */
const INTERRUPTED = 130;

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * A program beside the server: ends with 0 when it did what it should, with 1 when that could not be done, with 2 when what
 * was typed makes no sense.
 */
export const runProgram = async (usage: string, work: (work: Work) => Promise<void>): Promise<void> => {
  const machine = thisMachine();
  const call = readCall(process.argv.slice(2), usage, { environment: process.env, machine });
  switch (call.action) {
    case 'print':
      process.stdout.write(call.text);
      return;
    case 'refuse':
      call.problems.forEach(tell);
      process.exitCode = 2;
      return;
    case 'move':
      process.exitCode = await statusOf((signal) => work({ ...call, signal, tell }));
  }
};

const statusOf = async (work: (signal: AbortSignal) => Promise<void>): Promise<number> => {
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    await work(interrupted.signal);
    return 0;
  } catch (error) {
    tell(interrupted.signal.aborted ? 'Interrupted.' : faultText(error));
    return interrupted.signal.aborted ? INTERRUPTED : 1;
  }
};
