import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { curlText } from './curl-text.js';
import { EDGES, GROUPS, HOSTS, LAUNCH, NODES, PROJECT, QUESTION, TEMPLATES } from './plan.js';
import { layPlaybooks } from './playbooks.js';

const root = mkdtempSync(join(tmpdir(), 'cairn-demo-'));
afterAll(() => rmSync(root, { recursive: true }));

describe('the plan of the demo', () => {
  const nodes = NODES.map(({ identifier }) => identifier);

  it('names only what it has', () => {
    const templates = TEMPLATES.map(({ name }) => name);
    expect(nodes).toEqual(expect.arrayContaining(EDGES.flatMap(({ from, to }) => [from, to])));
    expect(nodes).toContain(QUESTION.node);
    expect(templates).toEqual(expect.arrayContaining(NODES.map(({ template }) => template)));
    expect(HOSTS).toEqual(expect.arrayContaining(Object.values(GROUPS).flat()));
  });

  it('orders nodes so that parents come first, hence has no cycle', () => {
    for (const { from, to } of EDGES) expect(nodes.indexOf(from)).toBeLessThan(nodes.indexOf(to));
  });
});

describe('the playbooks of the demo', () => {
  it('are those that the job templates run, and are left alone when they are there', () => {
    layPlaybooks(root);
    const folder = join(root, PROJECT.local_path);
    const playbooks = readdirSync(folder).filter((name) => name.endsWith('.yml'));
    expect(playbooks.sort()).toEqual(TEMPLATES.map(({ playbook }) => playbook).sort());
    writeFileSync(join(folder, 'build.yml'), 'mine');
    layPlaybooks(root);
    expect(readFileSync(join(folder, 'build.yml'), 'utf8')).toBe('mine');
  });
});

describe('the words that launch it again', () => {
  it('are a command for a shell, without a password', () => {
    const text = curlText({ url: 'http://127.0.0.1:8052', user: 'admin' }, 9);
    expect(text).toContain('http://127.0.0.1:8052/api/v2/workflow_job_templates/9/launch/');
    expect(text).toContain(`--data '${JSON.stringify(LAUNCH)}'`);
    expect(text).toContain('--user admin ');
  });
});
