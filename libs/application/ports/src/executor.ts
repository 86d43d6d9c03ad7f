import type { Actor, JsonObject } from '@domain/kernel';

/** Everything one run of one job needs, secrets opened. Lives in memory and in the run's private directory only. */
export interface RunRequest {
  readonly jobId: number;
  readonly kind: 'job' | 'project_update' | 'system_job';
  /** Identifies the one attempt; a run with this key is never started twice. */
  readonly attempt: string;
  /** `job`: absolute project directory and playbook path inside it. */
  readonly playbook?: {
    readonly projectPath: string;
    readonly file: string;
    /** Branch, tag or commit that the project's checkout has fetched, to run in a copy; absent: the project as it lies. */
    readonly branch?: string;
    readonly jobType: 'run' | 'check';
    readonly limit: string;
    readonly tags: string;
    readonly skipTags: string;
    readonly startAtTask: string;
    readonly verbosity: number;
    readonly forks: number;
    readonly diff: boolean;
    readonly become: boolean;
    readonly forceHandlers: boolean;
    /** Ansible inventory JSON: `{"all": {...}, "_meta": {"hostvars": {...}}}`. */
    readonly inventory: JsonObject;
    /** Reaches the play as `INVENTORY_ID`, when there is an inventory. */
    readonly inventoryId?: number | null;
    /** User data: never templated on the controller. */
    readonly extraVars: JsonObject;
    readonly credentials: readonly RunCredential[];
  };
  /** `project_update`: a git checkout into `path`. */
  readonly checkout?: {
    readonly path: string;
    readonly url: string;
    readonly branch: string;
    readonly refspec: string;
    readonly clean: boolean;
    readonly deleteFirst: boolean;
    readonly trackSubmodules: boolean;
    readonly credential: RunCredential | null;
  };
  /** `system_job`: what the service does to itself, by the variables of the launch. */
  readonly maintenance?: {
    readonly jobType: string;
    readonly variables: JsonObject;
    readonly by: Actor;
  };
  /** Seconds; 0 = none. */
  readonly timeout: number;
  /** For the noop executor and its log: workflow job id and node identifier, when there is a workflow. */
  readonly workflow?: { readonly jobId: number; readonly nodeIdentifier: string };
}

export interface RunCredential {
  readonly id: number;
  readonly name: string;
  /** Credential type namespace (`ssh`, `vault`, `aws`, …) or null for a custom type. */
  readonly namespace: string | null;
  readonly inputs: Readonly<Record<string, string | boolean>>;
  readonly injectors: JsonObject;
  /** Ids of the inputs that are secret; without it every input of a custom type counts as one. */
  readonly secretInputs?: readonly string[];
}

/** One Ansible event as AWX stores it (spec jobs.md §6.1), numbered from 1 without gaps. */
export interface RunEvent {
  readonly counter: number;
  readonly event: string;
  readonly uuid: string;
  readonly parentUuid: string;
  readonly createdAt: string;
  readonly stdout: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly verbosity: number;
  readonly data: JsonObject;
}

export type HostStats = Readonly<
  Record<
    string,
    {
      ok: number;
      changed: number;
      failures: number;
      dark: number;
      skipped: number;
      ignored: number;
      rescued: number;
      processed: number;
    }
  >
>;

export interface RunStarted {
  readonly args: readonly string[];
  readonly cwd: string;
  /** Secrets replaced by `**********`. */
  readonly env: Readonly<Record<string, string>>;
}

export interface RunOutcome {
  readonly status: 'successful' | 'failed' | 'error' | 'canceled';
  readonly exitCode: number | null;
  readonly explanation: string;
  readonly traceback: string;
  readonly artifacts: JsonObject | null;
  readonly stats: HostStats | null;
  /** Number of events emitted. */
  readonly eventCount: number;
  /** Checked-out revision of a project update. */
  readonly revision?: string;
}

/** What the executor tells while a run goes on. Each call may be repeated after a restart, from the counter last stored. */
export interface RunObserver {
  /** The process exists. */
  started(info: RunStarted): Promise<void>;
  /** Events in counter order, in batches; resolves when they are stored. */
  events(batch: readonly RunEvent[]): Promise<void>;
}

/**
 * Runs jobs for real. A run lives outside the server: it goes on while the server is away, and leaves its results where
 * `resume` finds them. It is never started twice for one attempt, whatever is killed when.
 */
export interface Executor {
  /** Starts the attempt unless it was ever started; resolves with its outcome. Rejects only for faults of our own. */
  run(request: RunRequest, observer: RunObserver): Promise<RunOutcome>;
  /**
   * Goes on with an attempt that an earlier server process may have started: collects what ended, follows what still runs.
   * Tells of its start again, for that process may have died before it passed that on.
   * @param storedEvents counter of the last event already stored
   * @returns `never-started` when it is certain that nothing ran and never will under this attempt
   */
  resume(
    attempt: { jobId: number; attempt: string; storedEvents: number },
    observer: RunObserver,
  ): Promise<RunOutcome | 'never-started' | 'lost'>;
  /** Asks the run to stop: SIGINT, then SIGTERM, then SIGKILL to its process group. Unknown attempts are ignored. */
  cancel(jobId: number): Promise<void>;
  /** Removes the run's private directory, after its outcome has been appended to the log. */
  forget(attempt: { jobId: number; attempt: string }): Promise<void>;
  /** Attempts whose private directories are here, whoever started them. */
  kept(): Promise<readonly { readonly jobId: number; readonly attempt: string }[]>;
  /** Why playbooks cannot run here now (ansible missing …), or null; projects may be updated all the same. */
  unavailable(): string | null;
}
