import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Access } from '../live/raw-api.js';

const PLAYBOOKS = join(__dirname, 'playbooks');

/** How one task of a play ended; a loop has a result per item. */
export interface TaskResult {
  readonly task: string;
  readonly changed: readonly boolean[];
  readonly failed: boolean;
  readonly message: string;
}

interface HostResult {
  readonly changed?: boolean;
  readonly failed?: boolean;
  readonly msg?: unknown;
  /** What did not hold, of `assert`. */
  readonly assertion?: unknown;
  readonly results?: readonly HostResult[];
}

/** What the JSON callback of Ansible writes. */
interface Report {
  readonly plays: readonly {
    readonly tasks: readonly { readonly task: { readonly name: string }; readonly hosts: { localhost: HostResult } }[];
  }[];
}

/** Real clients: the modules of a collection, run by `ansible-playbook`, as one user of one server. */
export class PlaybookRuns {
  constructor(
    private readonly collections: string,
    private readonly access: Access,
    private readonly variables: Readonly<Record<string, string>>,
  ) {}

  as(user: string, password: string): PlaybookRuns {
    return new PlaybookRuns(this.collections, { ...this.access, user, password }, this.variables);
  }

  /** Runs `playbooks/<name>.yml`; the results in the order of the tasks. */
  async run(name: string): Promise<readonly TaskResult[]> {
    const [playbook, variables] = [join(PLAYBOOKS, `${name}.yml`), JSON.stringify(this.variables)];
    const child = spawn('ansible-playbook', ['-i', 'localhost,', playbook, '-e', variables], {
      env: { ...process.env, ...this.environment() },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { out: '', errors: '' };
    child.stdout.on('data', (text) => (said.out += String(text)));
    child.stderr.on('data', (text) => (said.errors += String(text)));
    await once(child, 'close');
    return resultsOf(said.out, said.errors);
  }

  private environment(): NodeJS.ProcessEnv {
    return {
      ANSIBLE_COLLECTIONS_PATH: this.collections,
      ANSIBLE_STDOUT_CALLBACK: 'ansible.posix.json',
      ANSIBLE_PIPELINING: 'true',
      ANSIBLE_PYTHON_INTERPRETER: 'auto_silent',
      CONTROLLER_HOST: this.access.base,
      CONTROLLER_USERNAME: this.access.user,
      CONTROLLER_PASSWORD: this.access.password,
    };
  }
}

const resultsOf = (out: string, errors: string): readonly TaskResult[] => {
  const start = out.indexOf('{');
  if (start < 0) throw new Error(`ansible-playbook told no results: ${out}${errors}`);
  const { plays } = JSON.parse(out.slice(start)) as Report;
  return plays.flatMap(({ tasks }) => tasks.map(({ task, hosts }) => resultOf(task.name, hosts.localhost)));
};

const resultOf = (task: string, result: HostResult): TaskResult => {
  const each = result.results ?? [result];
  return {
    task,
    changed: each.map(({ changed }) => changed === true),
    failed: result.failed === true,
    message: each.flatMap(({ failed, msg, assertion }) => (failed ? [String(assertion ?? msg)] : [])).join('; '),
  };
};
