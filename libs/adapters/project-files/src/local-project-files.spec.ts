import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LocalProjectFiles } from './local-project-files.js';

const FILES = {
  'Zebra.yml': '-   ansible.builtin.import_playbook: site.yml\n',
  'broken.yml': 'hosts: [\n  : not YAML',
  'site.yml': '---\n# all of it\n- hosts: all\n  tasks: []\n',
  'more.yaml': '- name: named first\n  hosts: web\n',
  'sub/other.yml': '- import_playbook: ../site.yml\n',
  'secret.yml': '$ANSIBLE_VAULT;1.1;AES256\n6162\n',
  'vars.yml': 'a: 1\nmyhosts: x\n',
  'roles/web/tasks/main.yml': '- hosts: all\n',
  'tasks/begin.yml': '- hosts: all\n',
  'group_vars/all.yml': 'hosts: x\n',
  'library/play.yml': '- hosts: all\n',
  '.github/workflow.yml': '- hosts: all\n',
  'notes.txt': '- hosts: all\n',
};

let root: string;
let files: LocalProjectFiles;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cairn-projects-'));
  files = new LocalProjectFiles(join(root, 'projects'));
  for (const [path, text] of Object.entries(FILES)) {
    const file = join(root, 'projects/demo', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
});
afterEach(() => rmSync(root, { recursive: true }));

describe('files of projects', () => {
  it('lists the files that name plays, wherever they lie but among parts of playbooks', async () => {
    expect(await files.playbooks('demo')).toEqual([
      'broken.yml',
      'library/play.yml',
      'more.yaml',
      'secret.yml',
      'site.yml',
      'sub/other.yml',
      'Zebra.yml',
    ]);
  });

  it('knows no project that has no directory', async () => {
    expect(await files.playbooks('none')).toBeUndefined();
    expect(await files.playbooks('')).toBeUndefined();
  });

  it('lists the files that are named like inventories', async () => {
    for (const name of ['inventory', 'hosts', 'sub/prod.ini', 'roles/web/hosts'])
      writeFileSync(join(root, 'projects/demo', name), '');
    expect(await files.inventories('demo')).toEqual(['hosts', 'inventory', 'sub/prod.ini']);
    expect(await files.inventories('none')).toBeUndefined();
  });

  it('never leaves the root, neither by dots nor by links', async () => {
    mkdirSync(join(root, 'outside'));
    writeFileSync(join(root, 'outside/site.yml'), '- hosts: all\n');
    symlinkSync(join(root, 'outside'), join(root, 'projects/demo/link'));
    symlinkSync(join(root, 'outside/site.yml'), join(root, 'projects/demo/linked.yml'));
    symlinkSync(join(root, 'outside'), join(root, 'projects/linked'));
    for (const path of ['../outside', join(root, 'outside'), 'linked', 'demo/link', 'demo/link/below', '..', '.', '']) {
      expect(files.folder(path)).toBeNull();
      expect(await files.playbooks(path)).toBeUndefined();
    }
    expect(await files.playbooks('demo')).toHaveLength(7);
  });

  it('tells where a project lies, or will lie', async () => {
    expect(files.folder('demo/sub')).toBe(join(root, 'projects/demo/sub'));
    expect(files.folder('_7__site')).toBe(join(root, 'projects/_7__site'));
    expect(files.folder('demo/site.yml/below')).toBe(join(root, 'projects/demo/site.yml/below'));
    expect(await files.playbooks('demo/site.yml')).toBeUndefined();
  });

  it('reads a line of a million blanks at once', async () => {
    writeFileSync(join(root, 'projects/demo/blank.yml'), `${' '.repeat(1_000_000)}x`);
    expect(await files.playbooks('demo')).toHaveLength(7);
  });

  it('lists directories that could be projects', async () => {
    mkdirSync(join(root, 'projects/another'));
    mkdirSync(join(root, 'projects/.hidden'));
    writeFileSync(join(root, 'projects/file'), '');
    expect(await files.directories()).toEqual(['another', 'demo']);
  });
});
