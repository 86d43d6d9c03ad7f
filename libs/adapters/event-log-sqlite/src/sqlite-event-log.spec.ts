import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogUnavailable } from '@application/ports';
import { SqliteEventLog } from './sqlite-event-log.js';

describe('the log in a file, when its writer is gone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-log-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('ends its followers, takes nothing more, and lets go of the file', async () => {
    const file = join(folder, 'log.sqlite');
    const log = await SqliteEventLog.open(file);
    const following = (async () => {
      for await (const batch of log.subscribe({ signal: new AbortController().signal }))
        expect(batch.events).toEqual([]);
    })();
    await log['writer']['worker'].terminate();
    await following;
    const meta = { correlation: 'c', causation: 'c', actor: { kind: 'system', id: null, name: '' }, at: '', hash: '' };
    const event = { id: 'e', type: 'Happened', schema: 1, data: {}, meta } as const;
    await expect(log.append('job-1', 'no-stream', [event as never])).rejects.toThrow(LogUnavailable);
    await Promise.all([log.close(), log.close()]);
    await (await SqliteEventLog.open(file)).close();
  });
});
