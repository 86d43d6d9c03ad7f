/** What stays when a server ends: its data, the folder of manual projects in it, the password of admin. */
export interface Home {
  readonly data: string;
  readonly projects: string;
  readonly user: string;
  readonly password: string;
  remove(): void;
}

/** A server process: where it answers, what it said last, and how to end it. */
export interface RunningServer {
  readonly base: string;
  readonly pid: number;
  /** The end of what it wrote. */
  readonly output: string;
  readonly isRunning: boolean;
  /** null while it runs, and when a signal ended it. */
  readonly exitCode: number | null;
  /** Resolves when the process is gone, whatever ended it. */
  readonly ended: Promise<void>;
  /** As a power cut would end it. What it started goes on. */
  kill(): Promise<void>;
  /** As Ctrl-C does. */
  stop(): Promise<void>;
}

export const ROOT: string;
export function makeHome(): Home;
export function startServer(
  home: Pick<Home, 'data' | 'projects' | 'password'>,
  environment?: Readonly<Record<string, string>>,
): Promise<RunningServer>;
export function withServer<Result>(
  work: (access: Home & { readonly base: string; readonly server: RunningServer }) => Promise<Result>,
  environment?: Readonly<Record<string, string>>,
): Promise<Result>;
