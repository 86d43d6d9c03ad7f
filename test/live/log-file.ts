import { join } from 'node:path';
import { EventStoreDbLog } from '@adapters/event-log-eventstoredb';
import { ReadOnlyLog } from '@adapters/event-log-sqlite';
import type { EventLog, Position, StoredEvent } from '@application/ports';
import { logFor } from '../../scripts/test-log.cjs';

/** The file, or the double that stands for it where CAIRN_TEST_LOG says so. */
const logOf = async (data: string): Promise<Pick<EventLog, 'head' | 'readAll' | 'readStream' | 'close'>> => {
  const connection = await logFor(data);
  return connection === null ? new ReadOnlyLog(join(data, 'log.sqlite')) : EventStoreDbLog.open(connection);
};

/** Position of the newest event in the log of a data directory, read beside the server. */
export const headOf = async (data: string): Promise<string | undefined> => {
  const log = await logOf(data);
  try {
    return await log.head();
  } finally {
    await log.close();
  }
};

/** Types of the events behind a position. Blocks of ids are left out: a number that is kept ready says nothing to anybody. */
export const writtenSince = async (data: string, head: string | undefined): Promise<readonly string[]> => {
  const log = await logOf(data);
  try {
    const { events } = await log.readAll(head === undefined ? {} : { after: head as Position });
    return events.map(({ type }) => type).filter((type) => type !== 'IdBlockReserved');
  } finally {
    await log.close();
  }
};

/** One stream, from the file: what is there whatever the server says. */
export const streamOf = async (data: string, stream: string): Promise<readonly StoredEvent[]> => {
  const log = await logOf(data);
  try {
    const events: StoredEvent[] = [];
    for await (const event of log.readStream(stream)) events.push(event);
    return events;
  } finally {
    await log.close();
  }
};
