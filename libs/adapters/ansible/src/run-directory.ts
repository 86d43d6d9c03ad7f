import type { RunRequest } from '@application/ports';
import {
  type FileHandle,
  lstat,
  mkdir,
  open,
  readFile,
  readdir,
  readlink,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ProcessIdentity, identityFrom } from './process-identity.js';

const GIVEN_UP = 'given-up';

export type StopReason = 'canceled' | 'timeout';

/** What a later server process must know of a run. Holds no secret. */
export interface RunRecord {
  readonly attempt: string;
  readonly kind: RunRequest['kind'];
  readonly args: readonly string[];
  readonly cwd: string;
  readonly shownEnv: Readonly<Record<string, string>>;
  /** Milliseconds since 1970; null without a limit. */
  readonly deadline: number | null;
  /** The machine's boot: after another boot a missing claim proves nothing. */
  readonly boot: string;
}

/** The private directory (0700) of one attempt: `in/` inputs and secrets, `events`, `output`, `pid`, `status`, `started/`, `stop`, `run.json`. */
export class RunDirectory {
  constructor(readonly path: string) {}

  static of(root: string, jobId: number, attempt: string): RunDirectory {
    return new RunDirectory(join(root, `${jobId}-${encodeURIComponent(attempt).replaceAll('.', '%2E')}`));
  }

  /** All attempts that have a directory. */
  static async all(root: string): Promise<readonly { readonly jobId: number; readonly attempt: string }[]> {
    const names = await orNull(readdir(root));
    return (names ?? []).flatMap((name) => {
      const [, job, attempt] = /^(\d+)-(.+)$/.exec(name) ?? [];
      return attempt === undefined ? [] : [{ jobId: Number(job), attempt: decodeURIComponent(attempt) }];
    });
  }

  /** All runs of a job that have not been forgotten. */
  static async ofJob(root: string, jobId: number): Promise<readonly RunDirectory[]> {
    const names = await orNull(readdir(root));
    return (names ?? [])
      .filter((name) => name.startsWith(`${jobId}-`))
      .map((name) => new RunDirectory(join(root, name)));
  }

  file(...names: string[]): string {
    return join(this.path, ...names);
  }

  async create(): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    await rm(this.file('in'), { recursive: true, force: true });
    await mkdir(this.file('in', 'tmp'), { recursive: true, mode: 0o700 });
    await mkdir(this.file('in', 'home'), { mode: 0o700 });
  }

  async write(name: string, content: string): Promise<void> {
    await writeFile(this.file(name), content, { mode: name.endsWith('.sh') ? 0o700 : 0o600 });
  }

  /** The record is on disk, and with it the directory, before anything may start: a power cut cannot make a run forgotten. */
  async commit(record: RunRecord): Promise<void> {
    await opened(this.file('run.json.new'), 'w', async (draft) => {
      await draft.writeFile(JSON.stringify(record));
      await draft.sync();
    });
    await rename(this.file('run.json.new'), this.file('run.json'));
    await syncFolder(this.path);
    await syncFolder(dirname(this.path));
  }

  async record(): Promise<RunRecord | null> {
    const text = await orNull(readFile(this.file('run.json'), 'utf8'));
    return text === null ? null : (JSON.parse(text) as RunRecord);
  }

  /** Gives the attempt up for good, unless a wrapper was first. A link where the wrapper makes a folder: whoever looks later can tell. */
  async giveUp(): Promise<boolean> {
    try {
      await symlink(GIVEN_UP, this.file('started'));
      return true;
    } catch (cause) {
      if (codeOf(cause) === 'EEXIST') return this.isGivenUp();
      throw cause;
    }
  }

  async isClaimed(): Promise<boolean> {
    return (await orNull(lstat(this.file('started')))) !== null;
  }

  private async isGivenUp(): Promise<boolean> {
    return readlink(this.file('started')).then(
      (target) => target === GIVEN_UP,
      (cause: unknown) => {
        if (codeOf(cause) === 'EINVAL') return false;
        throw cause;
      },
    );
  }

  async identity(): Promise<ProcessIdentity | null> {
    return identityFrom((await orNull(readFile(this.file('pid'), 'utf8'))) ?? '');
  }

  /** Exit status of the command, null while there is none. */
  async exitStatus(): Promise<number | null> {
    const text = await orNull(readFile(this.file('status'), 'utf8'));
    return text === null ? null : Number(text);
  }

  /** The first reason to stop wins. */
  async requestStop(reason: StopReason): Promise<void> {
    await orExisting(writeFile(this.file('stop'), reason, { flag: 'wx', mode: 0o600 }));
  }

  async stopRequest(): Promise<StopReason | null> {
    const text = await orNull(readFile(this.file('stop'), 'utf8'));
    return text === null ? null : text === 'timeout' ? 'timeout' : 'canceled';
  }

  async removeInputs(): Promise<void> {
    await rm(this.file('in'), { recursive: true, force: true });
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

const syncFolder = (path: string): Promise<void> => opened(path, 'r', (folder) => folder.sync());

/** Closed again whatever happens: a full disk must not use up the process's files as well. */
const opened = async (path: string, flags: string, work: (handle: FileHandle) => Promise<void>): Promise<void> => {
  const handle = await open(path, flags, 0o600);
  try {
    await work(handle);
  } finally {
    await handle.close();
  }
};

const codeOf = (cause: unknown): string | undefined => (cause as NodeJS.ErrnoException).code;

/** Null for what is not there. */
const orNull = <T>(result: Promise<T>): Promise<T | null> =>
  result.catch((cause: unknown) => {
    if (codeOf(cause) === 'ENOENT') return null;
    throw cause;
  });

const orExisting = (result: Promise<void>): Promise<void> =>
  result.catch((cause: unknown) => {
    if (codeOf(cause) !== 'EEXIST' && codeOf(cause) !== 'ENOENT') throw cause;
  });
