import { MemoryEventLog } from '@adapters/event-log-memory';
import type { EventLog, LogBatch, StoredEvent } from '@application/ports';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { sealed } from './append.js';
import { verifyLog } from './verify-log.js';

const context = {
  commandId: 'x',
  correlation: 'c',
  causation: 'd',
  actor: SYSTEM_ACTOR,
  at: '2030-01-15T03:00:04.000000Z',
};
const catalog = { Noted: { schema: 1, about: '' } };
const notes = Array.from({ length: 4 }, (_, n) => ({ type: 'Noted' as const, data: { n } }));

const twoStreams = async (): Promise<MemoryEventLog> => {
  const log = new MemoryEventLog();
  for (const stream of ['job-1', 'job-2']) {
    await log.append(stream, 'no-stream', sealed(notes, catalog, { stream, revision: -1, lastHash: null }, context));
  }
  return log;
};

/** The same log as a store would show it after somebody changed it. */
const changed = (
  log: EventLog,
  change: (event: StoredEvent) => StoredEvent | undefined,
): Pick<EventLog, 'readAll'> => ({
  readAll: async (options): Promise<LogBatch> => {
    const page = await log.readAll(options);
    return { ...page, events: page.events.map(change).filter((event) => event !== undefined) };
  },
});

describe('verifyLog', () => {
  it('counts a sound log, whatever the page', async () => {
    const log = await twoStreams();
    for (const page of [1, 3, 1000]) expect(await verifyLog(log, page)).toEqual({ events: 8, streams: 2, breaks: [] });
    expect(await verifyLog(new MemoryEventLog())).toEqual({ events: 0, streams: 0, breaks: [] });
  });

  it('tells the first break of each stream', async () => {
    const log = changed(await twoStreams(), (event) =>
      (event.data as { n: number }).n >= 1 ? { ...event, data: { n: 99 } } : event,
    );
    const { breaks } = await verifyLog(log, 3);
    expect(breaks).toEqual([
      { stream: 'job-1', revision: 1, position: '0000000000000002' },
      { stream: 'job-2', revision: 1, position: '0000000000000006' },
    ]);
  });

  it('misses an event that was taken out, at its place or at the start', async () => {
    const log = await twoStreams();
    const without = (n: number): Promise<unknown> =>
      verifyLog(changed(log, (event) => (event.stream === 'job-2' && event.revision === n ? undefined : event)));
    expect(await without(2)).toMatchObject({
      breaks: [{ stream: 'job-2', revision: 2, position: '0000000000000008' }],
    });
    expect(await without(0)).toMatchObject({
      breaks: [{ stream: 'job-2', revision: 0, position: '0000000000000006' }],
    });
  });
});
