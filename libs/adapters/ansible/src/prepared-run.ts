import type { RunRequest } from '@application/ports';
import type { PluginFolders } from './plugins.js';

/** What the executor is made with. Absolute paths. */
export interface AnsibleExecutorOptions {
  /** `runs/` and `plugins/` are made in here; nobody else may read it. */
  readonly dataDirectory: string;
  /** Absolute; `/usr/bin/ansible-playbook` unless told otherwise. */
  readonly ansiblePlaybook?: string;
  /** Absolute; `/usr/bin/git` unless told otherwise. */
  readonly git?: string;
  /** Variables that every run gets besides its own: proxies, `GIT_CONFIG_GLOBAL`. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Milliseconds from SIGINT to SIGTERM, and from SIGTERM to SIGKILL. Default 5000. */
  readonly grace?: number;
}

/** A run ready to start: what to write into its private directory and what to execute. */
export interface PreparedRun {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Environment as views may show it: secrets as `**********`. */
  readonly shownEnv: Readonly<Record<string, string>>;
  /** Files of the private directory by relative path, mode 0600. */
  readonly files: ReadonlyMap<string, string>;
}

/** Everything preparing needs to know besides the request. */
export interface Surroundings {
  readonly request: RunRequest;
  /** The run's private directory. */
  readonly directory: string;
  readonly plugins: PluginFolders;
  readonly programs: { readonly ansiblePlaybook: string; readonly git: string };
  readonly environment: Readonly<Record<string, string>>;
}

/** A request that must not be carried out; the job ends in `error` with this explanation. */
export class RunRefused extends Error {
  override readonly name = 'RunRefused';
}
