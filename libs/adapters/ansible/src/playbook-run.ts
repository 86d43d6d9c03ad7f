import { join } from 'node:path';
import { branchCopy } from './branch-copy.js';
import { injectCredentials } from './credentials.js';
import { extraVarsText, inventoryText } from './data-text.js';
import { playbookArguments, playbookFile } from './playbook-arguments.js';
import type { PreparedRun, Surroundings } from './prepared-run.js';
import { RunRefused } from './prepared-run.js';
import { withoutPasswords } from './shown-urls.js';

/** An `ansible-playbook` run: arguments, environment from nothing, and the files that hold all user data and secrets. */
export const preparePlaybook = (around: Surroundings): PreparedRun => {
  const { request, directory, programs } = around;
  const { playbook } = request;
  if (!playbook) throw new RunRefused('The job has no playbook.');
  const file = playbookFile(playbook.file);
  const injection = injectCredentials(playbook.credentials, directory);
  const copy = branchCopy(playbook, directory, programs.git);
  const env = { ...baseEnvironment(around, file), ...injection.env };
  const argv = [
    ...copy.prefix,
    ...injection.prefix,
    programs.ansiblePlaybook,
    `--inventory=${join(directory, 'in', 'inventory')}`,
    ...injection.args,
    ...playbookArguments(playbook),
    `--extra-vars=@${join(directory, 'in', 'extravars')}`,
    '--',
    file,
  ];
  const files = new Map([
    ...copy.files,
    ...injection.files,
    ['in/inventory', inventoryText(playbook.inventory)] as const,
    ['in/extravars', extraVarsText({ ...playbook.extraVars, ...injection.extraVars })] as const,
  ]);
  const shownEnv = Object.fromEntries(
    Object.entries(env).map(([name, value]) => [
      name,
      injection.hidden.has(name) ? '**********' : withoutPasswords(value),
    ]),
  );
  return { argv, cwd: playbook.projectPath, env, shownEnv, files };
};

const baseEnvironment = ({ request, directory, plugins, environment }: Surroundings, file: string) => ({
  ...environment,
  PATH: '/usr/bin:/bin',
  HOME: join(directory, 'in', 'home'),
  LANG: 'C.UTF-8',
  CAIRN_RUN: directory,
  CAIRN_EVENTS: join(directory, 'events'),
  CAIRN_OUTPUT: join(directory, 'output'),
  CAIRN_PLAYBOOK: file,
  ANSIBLE_LOCAL_TEMP: join(directory, 'in', 'tmp'),
  ANSIBLE_SSH_CONTROL_PATH_DIR: join(directory, 'in', 'cp'),
  ANSIBLE_CALLBACK_PLUGINS: plugins.callback,
  ANSIBLE_STDOUT_CALLBACK: 'cairn_events',
  ANSIBLE_INVENTORY_PLUGINS: plugins.inventory,
  ANSIBLE_INVENTORY_ENABLED: 'cairn_inventory',
  ANSIBLE_INVENTORY_UNPARSED_FAILED: 'True',
  ANSIBLE_FORCE_COLOR: 'True',
  ANSIBLE_HOST_KEY_CHECKING: 'False',
  ANSIBLE_PARAMIKO_RECORD_HOST_KEYS: 'False',
  ANSIBLE_RETRY_FILES_ENABLED: 'False',
  JOB_ID: String(request.jobId),
  ...(request.playbook?.inventoryId ? { INVENTORY_ID: String(request.playbook.inventoryId) } : {}),
});
