import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@domain/kernel';
import { RecordingObserver, playbookRequest } from '@testing/runs';
import { NoopExecutor } from './noop-executor.js';

const root = mkdtempSync(join(tmpdir(), 'cairn-noop-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const request = (jobId: number, extraVars: JsonObject = {}, nodeIdentifier?: string) =>
  playbookRequest(
    jobId,
    { projectPath: '/', extraVars },
    nodeIdentifier === undefined ? {} : { workflow: { jobId: 900, nodeIdentifier } },
  );

describe('the noop executor', () => {
  it('ends as the job says, with its artifacts', async () => {
    const executor = new NoopExecutor();
    const asked = { cairn_noop: { outcome: 'failed', artifacts: { a: 1 } } };
    expect(await executor.run(request(1, asked), new RecordingObserver())).toMatchObject({
      status: 'failed',
      artifacts: { a: 1 },
    });
    expect(await executor.run(request(2, { cairn_noop: 'odd' }), new RecordingObserver())).toMatchObject({
      status: 'successful',
      artifacts: null,
    });
  });

  it('gives jobs of a workflow an artifact under the identifier of their node', async () => {
    const executor = new NoopExecutor({ artifactBytes: 5 });
    const outcome = await executor.run(request(1, {}, '__proto__'), new RecordingObserver());
    expect(Object.entries(outcome.artifacts ?? {})).toEqual([['__proto__', 'xxxxx']]);
    expect((await executor.run(request(2), new RecordingObserver())).artifacts).toBeNull();
  });

  it('writes a line per job it executes, once', async () => {
    const logFile = join(root, 'log');
    const executor = new NoopExecutor({ logFile });
    await executor.run(request(1, {}, 'build'), new RecordingObserver());
    await executor.run(request(1, {}, 'build'), new RecordingObserver());
    await executor.run(request(2), new RecordingObserver());
    executor.close();
    expect(readFileSync(logFile, 'utf8')).toBe('900 build 1\n0 - 2\n');
  });

  it('goes on after a restart with what the log file proves, without executing it again', async () => {
    const logFile = join(root, 'restart');
    const first = new NoopExecutor({ logFile });
    const asked = { cairn_noop: { duration_ms: 30, outcome: 'failed', artifacts: { a: 1 } } };
    const ended = first.run(request(11, asked), new RecordingObserver());
    first.close();
    const second = new NoopExecutor({ logFile });
    const observer = new RecordingObserver();
    expect(await second.resume({ jobId: 11, attempt: 'a1' }, observer)).toEqual(await ended);
    expect(observer.starts).toHaveLength(1);
    expect(await second.resume({ jobId: 1, attempt: 'a1' }, observer)).toBe('never-started');
    expect(observer.starts).toHaveLength(1);
    expect(await second.run(request(1), new RecordingObserver())).toMatchObject({ status: 'error' });
    expect(readFileSync(logFile, 'utf8')).toBe('0 - 11\n');
  });
});
