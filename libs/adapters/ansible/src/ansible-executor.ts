import { accessSync, constants } from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Executor, RunObserver, RunOutcome, RunRequest, RunStarted } from '@application/ports';
import { prepareCheckout } from './checkout-run.js';
import { Follower } from './follow.js';
import { canceledBeforeStart, refusedOutcome } from './outcome.js';
import { preparePlaybook } from './playbook-run.js';
import { writePlugins } from './plugins.js';
import { type AnsibleExecutorOptions, type PreparedRun, RunRefused, type Surroundings } from './prepared-run.js';
import { signalGroup } from './process-identity.js';
import { RunDirectory, type RunRecord } from './run-directory.js';
import { Wake } from './wake.js';
import { startWrapper } from './wrapper.js';

type Attempt = { readonly jobId: number; readonly attempt: string };

const DEFAULTS = { ansiblePlaybook: '/usr/bin/ansible-playbook', git: '/usr/bin/git', environment: {}, grace: 5000 };

/** Runs playbooks with `ansible-playbook` and project updates with `git`, each as a process group of its own. */
export class AnsibleExecutor implements Executor {
  private readonly options: Required<AnsibleExecutorOptions>;
  private readonly runs: string;
  /** Runs followed by this process, by directory. */
  private readonly wakes = new Map<string, Wake>();

  constructor(options: AnsibleExecutorOptions) {
    this.options = { ...DEFAULTS, ...options };
    this.runs = join(options.dataDirectory, 'runs');
  }

  async run(request: RunRequest, observer: RunObserver): Promise<RunOutcome> {
    const directory = this.directoryOf(request);
    if (await directory.isClaimed()) return this.alreadyStarted(request, observer);
    return this.followed(directory, (wake) => this.start(request, { directory, observer, wake }));
  }

  async resume(
    attempt: Attempt & { readonly storedEvents: number },
    observer: RunObserver,
  ): Promise<RunOutcome | 'never-started' | 'lost'> {
    const directory = this.directoryOf(attempt);
    const record = await directory.record();
    if (record === null) return this.neverCommitted(directory);
    if (await directory.giveUp()) {
      await directory.removeInputs();
      return record.boot === (await bootId()) ? 'never-started' : 'lost';
    }
    await observer.started(startOf(record));
    return this.followed(directory, (wake) => this.follow({ directory, record, wake }, attempt.storedEvents, observer));
  }

  async cancel(jobId: number): Promise<void> {
    const followed = [...this.wakes].filter(([path]) => basename(path).startsWith(`${jobId}-`));
    followed.forEach(([, wake]) => wake.cancel());
    for (const directory of await RunDirectory.ofJob(this.runs, jobId)) {
      if ((await directory.exitStatus()) !== null || this.wakes.has(directory.path)) continue;
      await directory.requestStop('canceled');
      const leader = await directory.identity();
      if (leader) signalGroup(leader, 'SIGINT');
    }
  }

  /** The job is over, and with it the attempts that were given up before this one. */
  async forget({ jobId }: Attempt): Promise<void> {
    for (const directory of await RunDirectory.ofJob(this.runs, jobId)) await directory.remove();
  }

  kept(): Promise<readonly Attempt[]> {
    return RunDirectory.all(this.runs);
  }

  unavailable(): string | null {
    const { ansiblePlaybook } = this.options;
    try {
      accessSync(ansiblePlaybook, constants.X_OK);
      return null;
    } catch {
      return `${ansiblePlaybook} cannot be executed. Install it with: apt-get install --no-install-recommends ansible-core`;
    }
  }

  private directoryOf({ jobId, attempt }: Attempt): RunDirectory {
    return RunDirectory.of(this.runs, jobId, attempt);
  }

  private async followed<T>(directory: RunDirectory, work: (wake: Wake) => Promise<T>): Promise<T> {
    if (this.wakes.has(directory.path)) throw new Error(`${directory.path} is already followed`);
    const wake = new Wake();
    this.wakes.set(directory.path, wake);
    try {
      return await work(wake);
    } finally {
      this.wakes.delete(directory.path);
    }
  }

  private async start(request: RunRequest, { directory, observer, wake }: Started): Promise<RunOutcome> {
    const obstacle = request.kind === 'job' ? this.unavailable() : null;
    if (obstacle !== null) return refusedOutcome(obstacle);
    const prepared = await this.prepare(request, directory);
    if (prepared instanceof RunRefused) return refusedOutcome(prepared.message);
    const record = await recordOf(request, prepared);
    await this.write(directory, prepared, record);
    if (wake.isCanceled) return this.notStarted(directory, canceledBeforeStart());
    try {
      wake.ringAtExitOf(await startWrapper(directory.path, prepared));
    } catch (cause) {
      return this.notStarted(directory, refusedOutcome(`The process could not be started: ${String(cause)}`));
    }
    await observer.started(startOf(record));
    return notLost(await this.follow({ directory, record, wake }, 0, observer));
  }

  private async notStarted(directory: RunDirectory, outcome: RunOutcome): Promise<RunOutcome> {
    await directory.giveUp();
    await directory.removeInputs();
    return outcome;
  }

  private async prepare(request: RunRequest, directory: RunDirectory): Promise<PreparedRun | RunRefused> {
    const { dataDirectory, ansiblePlaybook, git, environment } = this.options;
    const plugins = await writePlugins(join(dataDirectory, 'plugins'));
    const programs = { ansiblePlaybook, git };
    const around: Surroundings = { request, directory: directory.path, plugins, programs, environment };
    try {
      if (request.kind === 'project_update') return prepareCheckout(around);
      await expectProject(request);
      return preparePlaybook(around);
    } catch (cause) {
      if (cause instanceof RunRefused) return cause;
      throw cause;
    }
  }

  private async write(directory: RunDirectory, prepared: PreparedRun, record: RunRecord): Promise<void> {
    await directory.create();
    try {
      const writes = [...prepared.files].map(([name, content]) => directory.write(name, content));
      await Promise.allSettled(writes); // none may come after the inputs were removed
      await Promise.all(writes);
      await directory.write('output', '');
      await directory.commit(record);
    } catch (cause) {
      await directory.removeInputs(); // nobody else would: nothing starts, and these are secrets
      throw cause;
    }
  }

  private follow(
    { directory, record, wake }: { directory: RunDirectory; record: RunRecord; wake: Wake },
    storedEvents: number,
    observer: RunObserver,
  ): Promise<RunOutcome | 'lost'> {
    const { grace } = this.options;
    return new Follower({ directory, record, storedEvents, wakeable: wake, grace }, observer).untilEnd();
  }

  /** Never a second start: the attempt is followed to its end instead. */
  private async alreadyStarted(request: RunRequest, observer: RunObserver): Promise<RunOutcome> {
    const result = await this.resume({ ...request, storedEvents: 0 }, observer);
    return result === 'never-started'
      ? refusedOutcome('This attempt was given up before it started.')
      : notLost(result);
  }

  /** The record is on disk before anything starts: without it nothing ran; the claim keeps it so. */
  private async neverCommitted(directory: RunDirectory): Promise<'never-started'> {
    await mkdir(directory.path, { recursive: true, mode: 0o700 });
    await directory.giveUp();
    await directory.removeInputs();
    return 'never-started';
  }
}

interface Started {
  readonly directory: RunDirectory;
  readonly observer: RunObserver;
  readonly wake: Wake;
}

const expectProject = async ({ playbook }: RunRequest): Promise<void> => {
  const found = playbook && (await stat(playbook.projectPath).catch(() => null));
  if (playbook && !found?.isDirectory()) throw new RunRefused('The directory of the project does not exist.');
};

const notLost = (outcome: RunOutcome | 'lost'): RunOutcome =>
  outcome === 'lost' ? refusedOutcome('The process of this job disappeared without an exit status.') : outcome;

const recordOf = async (request: RunRequest, prepared: PreparedRun): Promise<RunRecord> => ({
  attempt: request.attempt,
  kind: request.kind,
  args: prepared.argv,
  cwd: prepared.cwd,
  shownEnv: prepared.shownEnv,
  deadline: request.timeout > 0 ? Date.now() + request.timeout * 1000 : null,
  boot: await bootId(),
});

const startOf = ({ args, cwd, shownEnv }: RunRecord): RunStarted => ({ args, cwd, env: shownEnv });

const bootId = (): Promise<string> => readFile('/proc/sys/kernel/random/boot_id', 'utf8');
