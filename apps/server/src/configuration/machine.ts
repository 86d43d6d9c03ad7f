import { availableParallelism, hostname, totalmem } from 'node:os';

/** What defaults are worked out from. */
export interface Machine {
  readonly cores: number;
  readonly memoryMiB: number;
  /** Relative paths start here. */
  readonly directory: string;
  readonly hostName: string;
}

export const thisMachine = (): Machine => ({
  cores: availableParallelism(),
  memoryMiB: Math.floor(totalmem() / 2 ** 20),
  directory: process.cwd(),
  hostName: hostname(),
});

/** Forks that cores and memory allow, the larger of the two as AWX takes it by default (spec jobs.md §3.3); at least one. */
export const defaultCapacity = ({ cores, memoryMiB }: Machine): number =>
  Math.max(1, 4 * cores, Math.floor((memoryMiB - 2048) / 100));
