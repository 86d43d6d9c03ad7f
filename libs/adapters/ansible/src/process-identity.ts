import { readFileSync, readdirSync } from 'node:fs';

/** A process id can come back for a stranger: only with the start time (clock ticks since boot) it means one process. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTime: string;
}

/** Reads what the wrapper wrote; a half-written line counts as nothing. */
export const identityFrom = (text: string): ProcessIdentity | null => {
  const match = /^(\d+) (\d+)\n$/.exec(text);
  return match ? { pid: Number(match[1]), startTime: match[2] ?? '' } : null;
};

/** True while exactly this process runs; a zombie has ended. */
export const isAlive = ({ pid, startTime }: ProcessIdentity): boolean => {
  const fields = statOf(pid);
  return fields !== null && fields[19] === startTime && fields[0] !== 'Z';
};

/** Signals the process group that `leader` leads, if it is still that process. */
export const signalGroup = (leader: ProcessIdentity, signal: NodeJS.Signals): void => {
  if (isAlive(leader)) kill(-leader.pid, signal);
};

/** Kills whatever still runs with `CAIRN_RUN=directory` in its environment: children that survived their leader. */
export const killStragglers = (directory: string): void => {
  for (const entry of readdirSync('/proc')) {
    if (/^\d+$/.test(entry) && belongsTo(entry, directory)) kill(Number(entry), 'SIGKILL');
  }
};

const belongsTo = (pid: string, directory: string): boolean =>
  (textOf(`/proc/${pid}/environ`) ?? '').split('\0').includes(`CAIRN_RUN=${directory}`);

/** Fields of /proc/PID/stat from the state on; the command's name before them may hold anything. */
const statOf = (pid: number): readonly string[] | null => {
  const text = textOf(`/proc/${pid}/stat`);
  return text === null ? null : text.slice(text.lastIndexOf(')') + 2).split(' ');
};

/** Null when the process is gone, or not ours to look at. */
const textOf = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes((cause as NodeJS.ErrnoException).code ?? '')) return null;
    throw cause;
  }
};

const kill = (target: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(target, signal);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause;
  }
};
