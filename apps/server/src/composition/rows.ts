import { SqliteJobOutput } from '@adapters/job-output';
import { PostgresJobOutput, PostgresReadStore } from '@adapters/postgres';
import { SqliteReadStore } from '@adapters/read-store';
import {
  type EventLog,
  type JobOutput,
  type JobOutputRows,
  type ReadStore,
  ReadStoreUnavailable,
  type StoredEvent,
} from '@application/ports';
import { forgetOtherLog } from '@application/projections';
import { queryFunctions } from '@application/queries';
import type { Settings } from '../configuration/settings.js';
import { dataFiles } from './data-files.js';

const SCHEMA = 'cairn';
/** The first event of the log whose rows these are. */
const LOG_NOTE = 'log';

const OTHER_LOG =
  'this PostgreSQL database holds the read models and job output of another log: name an empty one in CAIRN_READ_STORE';

const otherLogIn = (data: string): string =>
  `read-models.sqlite and output.sqlite in ${data} belong to another log than the one that is configured: put that one back, or move the two files away`;

const otherLog = ({ data, readStore }: RowSettings): ReadStoreUnavailable =>
  new ReadStoreUnavailable(readStore === null ? otherLogIn(data) : OTHER_LOG);

/** What is read: rows that projections keep, and the output of jobs beside them. */
export interface Rows {
  readonly read: ReadStore;
  readonly output: JobOutput;
  readonly close: () => Promise<void>;
}

interface StoredRows extends Rows {
  readonly output: JobOutput & JobOutputRows;
}

type RowSettings = Pick<Settings, 'data' | 'readStore'>;

/** What is told of the rows while they are opened, and later. */
export interface RowEvents {
  /** A connection broke that nobody uses at the time. */
  readonly onLost: (error: Error) => void;
  /** They were made of another state of the log, such as one before it was replaced by an older copy: they are made again. */
  readonly onOtherLog: () => void;
}

/**
 * Files of the data directory, or a PostgreSQL.
 * @throws ReadStoreUnavailable also when they are of another installation
 */
export const openRows = async (
  { data, readStore }: RowSettings,
  log: Pick<EventLog, 'readAll' | 'readStream'>,
  { onLost, onOtherLog }: RowEvents,
): Promise<Rows> => {
  const rows = await openStoredRows({ data, readStore }, onLost);
  try {
    const known = await rows.read.note(LOG_NOTE);
    if (known !== undefined && known !== (await firstOf(log))?.id) throw otherLog({ data, readStore });
    if (await forgetOtherLog(log, rows.read)) onOtherLog();
    return rows;
  } catch (error) {
    await rows.close();
    throw error;
  }
};

/** The same, whichever log they belong to. */
export const openStoredRows = async (
  { data, readStore }: RowSettings,
  onLost: (error: Error) => void,
): Promise<StoredRows> => (readStore === null ? openFiles(data) : openPostgres(readStore, onLost));

const openFiles = (data: string): StoredRows => {
  const files = dataFiles(data);
  const output = new SqliteJobOutput(files.output);
  const read = new SqliteReadStore({
    file: files.readModels,
    attach: { output: output.file },
    functions: queryFunctions,
  });
  const close = async (): Promise<void> => {
    await read.close();
    output.close();
  };
  return { read, output, close };
};

/** Where in a PostgreSQL everything of ours lies: in the schema that the address names, and in those that begin like it. */
export const placeOf = (address: string) => {
  const url = new URL(address);
  const schema = url.searchParams.get('schema') ?? SCHEMA;
  url.searchParams.delete('schema');
  return { url: url.href, schema, attach: { output: `${schema}_output` } };
};

const openPostgres = async (url: string, onLost: (error: Error) => void): Promise<StoredRows> => {
  const place = placeOf(url);
  const read = await PostgresReadStore.open(place, onLost);
  try {
    const output = await PostgresJobOutput.open(place, onLost);
    const close = async (): Promise<void> => {
      await read.close();
      await output.close();
    };
    return { read, output, close };
  } catch (error) {
    await read.close();
    throw error;
  }
};

/**
 * Rows that are kept elsewhere may outlive their log, or be named to another: they tell whose they are.
 * @throws ReadStoreUnavailable when another log was faster
 */
export const noteLog = async (
  log: Pick<EventLog, 'readAll'>,
  read: Pick<ReadStore, 'note' | 'setNote'>,
  settings: RowSettings,
): Promise<void> => {
  const first = await firstOf(log);
  if (!first) return;
  const known = await read.note(LOG_NOTE);
  if (known === undefined) return read.setNote(LOG_NOTE, first.id);
  if (known !== first.id) throw otherLog(settings);
};

/** Made by chance, once. */
const firstOf = async (log: Pick<EventLog, 'readAll'>): Promise<StoredEvent | undefined> =>
  (await log.readAll({ limit: 1 })).events[0];
