import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AnsibleExecutor } from '@adapters/ansible';
import { NoopExecutor } from '@adapters/noop';
import { playbookRequest } from '@testing/runs';
import { describeExecutor } from './executor.contract.js';

jest.setTimeout(60_000);

describeExecutor('noop', () => {
  const wishing = (jobId: number, wish: Readonly<Record<string, string | number | { built: number }>>) =>
    playbookRequest(jobId, { projectPath: '/', extraVars: { cairn_noop: wish } });
  return {
    executor: new NoopExecutor(),
    succeeding: (jobId) => wishing(jobId, { artifacts: { built: 1 } }),
    failing: (jobId) => wishing(jobId, { outcome: 'failed' }),
    endless: (jobId) => wishing(jobId, { duration_ms: 600_000 }),
  };
});

describeExecutor('ansible', () => {
  const root = mkdtempSync(join(tmpdir(), 'cairn-contract-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const project = join(root, 'project');
  mkdirSync(project);
  const book = (name: string, task: string): void =>
    writeFileSync(join(project, name), `- {hosts: one, gather_facts: false, tasks: [${task}]}\n`);
  book('good.yml', '{set_stats: {data: {built: 1}}}');
  book('bad.yml', '{fail: {msg: wrong}}');
  book('long.yml', '{command: sleep 600}');
  return {
    executor: new AnsibleExecutor({ dataDirectory: join(root, 'data'), grace: 500 }),
    succeeding: (jobId) => playbookRequest(jobId, { projectPath: project, file: 'good.yml' }),
    failing: (jobId) => playbookRequest(jobId, { projectPath: project, file: 'bad.yml' }),
    endless: (jobId) => playbookRequest(jobId, { projectPath: project, file: 'long.yml' }),
  };
});
