import type { Client, ClientConfig, Pool, PoolClient } from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import type { Schemas } from './dialect.js';
import { isPassing, unavailable } from './failures.js';

const MOST_READERS = 8;
/** Bounds what one query of a caller can cost, above all one with a regular expression. */
const QUERY_MS = 30_000;
/** For a new connection, or for one of the pool when all are in use. */
const CONNECT_MS = 10_000;
/** A process that was stopped in the midst of a transaction must not hold the others up. */
const IDLE_MS = 30_000;

/** Numbers of PostgreSQL's types. */
const [BOOL, INT8, NUMERIC] = [16, 20, 1700];
const NUMBERS: ReadonlyMap<number, (text: string) => number> = new Map<number, (text: string) => number>([
  [BOOL, (text) => Number(text === 't')],
  [INT8, Number],
  [NUMERIC, Number],
]);

/** Loaded only when it is needed: most installations never do. */
const driver = () => import('pg');
type Driver = Awaited<ReturnType<typeof driver>>;

/** Values as SQLite gives them: numbers for integers of any width and for booleans. */
const asSqlite = (types: Driver['types']): ClientConfig['types'] => ({
  getTypeParser: ((type: number, format?: 'text'): unknown =>
    NUMBERS.get(type) ?? types.getTypeParser(type, format)) as typeof types.getTypeParser,
});

/** What a store connects to. */
export interface Place {
  /** `postgres://user:password@host:port/database` */
  readonly url: string;
  /** The schema of checkpoints and notes; the tables have schemas beside it. */
  readonly schema: string;
  /** Other schemas, by what queries call them. */
  readonly attach?: Schemas;
}

/** After a crash of the server rows and checkpoint fall back together, and the log fills them again: no commit waits for the disk. */
const configuration = ({ url, schema }: Place, types: Driver['types'], more: string): ClientConfig => ({
  connectionString: url,
  application_name: 'cairn',
  connectionTimeoutMillis: CONNECT_MS,
  keepAlive: true,
  options: `-c search_path="${schema}" -c synchronous_commit=off -c client_min_messages=warning ${more}`,
  types: asSqlite(types),
});

/** How a connection of its own behaves. */
export interface WriterOptions {
  /** A statement that is not answered in time, in ms, breaks the connection: without, one whose server is gone unheard waits for ever. */
  readonly answerWithin?: number;
}

/** A connection of its own, on which statements do not wait for the answers to those before. @throws ReadStoreUnavailable */
export const connectWriter = async (place: Place, { answerWithin }: WriterOptions = {}): Promise<Client> => {
  const { Client, types } = await driver();
  const client = new Client({
    ...configuration(place, types, `-c idle_in_transaction_session_timeout=${IDLE_MS}`),
    pipeline: true,
    ...(answerWithin === undefined ? {} : { query_timeout: answerWithin }),
  });
  try {
    await client.connect();
    return client;
  } catch (cause) {
    throw unavailable(cause);
  }
};

/** For an answer, where what is asked costs the server nothing: it is gone then, whatever the connection looks like. */
export const ANSWER_MS = 5_000;

/** Nothing is left to do for a connection that cannot be ended properly, or not in time. */
export const ended = async (client: Client, within: number): Promise<void> => {
  await Promise.race([client.end().catch(() => undefined), pause(within, undefined, { ref: false })]);
};

export interface PoolOptions {
  /** What is kept cannot be made again from the log: commits wait for the disk. */
  readonly isDurable?: boolean;
}

/** Connections that read, opened as they are needed. @param onLost told when one breaks while nobody uses it; the next query opens another */
export const openPool = async (
  place: Place,
  onLost: (error: Error) => void,
  { isDurable = false }: PoolOptions = {},
): Promise<Pool> => {
  const { Pool, types } = await driver();
  const more = `-c statement_timeout=${QUERY_MS}${isDurable ? ' -c synchronous_commit=on' : ''}`;
  const pool = new Pool({ ...configuration(place, types, more), max: MOST_READERS });
  pool.on('error', onLost);
  return pool;
};

/** A connection of the pool for one piece of work. One that broke does not come back. */
export const borrowing = async <T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  client.on('error', toldByQueries);
  try {
    const answer = await work(client);
    client.removeListener('error', toldByQueries).release();
    return answer;
  } catch (error) {
    client.removeListener('error', toldByQueries).release(isPassing(error));
    throw error;
  }
};

/** While a connection is lent, the pool does not listen to it, and an event that nobody hears ends the process. */
const toldByQueries = (): void => undefined;
