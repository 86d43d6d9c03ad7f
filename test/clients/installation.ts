import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeHome, startServer } from '../../scripts/running-server.cjs';
import { apiOf } from '../live/demo-run.js';
import { PlaybookRuns } from './playbook-run.js';

/** An installation that clients come to, with what they refer to before they make something themselves. */
export interface ClientWorld {
  readonly admin: PlaybookRuns;
  /** Sees all of the organization and may change nothing. */
  readonly auditor: PlaybookRuns;
  /** The end of what the server wrote. */
  readonly output: () => string;
  close(): Promise<void>;
}

const PLAY = `- hosts: all
  gather_facts: false
  tasks:
    - debug: { msg: "the word is {{ word | default('none') }}" }
`;
const AUDITOR = { username: 'auditor', password: 'only to look at' };

/** A real server on a port of its own. `collections`: where Ansible finds the modules. */
export const openClientWorld = async (collections: string): Promise<ClientWorld> => {
  const home = makeHome();
  const repository = makeRepository();
  for (const folder of ['clients', 'base']) {
    mkdirSync(join(home.projects, folder));
    writeFileSync(join(home.projects, folder, 'say.yml'), PLAY);
  }
  const server = await startServer(home);
  const access = { ...home, base: server.base };
  await makeBase(access);
  const admin = new PlaybookRuns(collections, access, {
    base: server.base,
    admin_password: home.password,
    password: 'words of a client',
    repository: `file://${repository}`,
  });
  return {
    admin,
    auditor: admin.as(AUDITOR.username, AUDITOR.password),
    output: () => server.output,
    close: async () => {
      await server.stop();
      home.remove();
      rmSync(repository, { recursive: true });
    },
  };
};

const makeRepository = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-clients-'));
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=test', '-c', 'user.email=test@localhost', ...words]);
  writeFileSync(join(folder, 'say.yml'), PLAY);
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '--message', 'Say a word');
  return folder;
};

/** One of each that the wrong and the forbidden tasks name. */
const makeBase = async (access: Parameters<typeof apiOf>[0]): Promise<void> => {
  const api = apiOf(access);
  const organization = await api.ensure('organizations/', { name: 'Default' });
  const inventory = await api.ensure('inventories/', { name: 'Base' }, { organization });
  const project = await api.ensure('projects/', { name: 'Base' }, { organization, local_path: 'base' });
  const template = { inventory, project, playbook: 'say.yml' };
  await api.ensure('job_templates/', { name: 'Base' }, template);
  // The module looks for what a node runs among all kinds, where Base would be three.
  await api.ensure('job_templates/', { name: 'Base check' }, template);
  await api.ensure('workflow_job_templates/', { name: 'Base' }, { organization });
  const user = await api.ensure('users/', { username: AUDITOR.username }, { password: AUDITOR.password });
  const [role] = await api.list(`organizations/${organization}/object_roles/`, { role_field: 'auditor_role' });
  await api.post(`users/${user}/roles/`, { id: role?.id ?? null });
};
