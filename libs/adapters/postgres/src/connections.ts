import { ReadStoreUnavailable, type Row } from '@application/ports';
import { refused } from '@domain/kernel';
import type { Client, ClientConfig, Pool, PoolClient } from 'pg';
import { type Schemas, toPostgres } from './dialect.js';

const MOST_READERS = 8;
const MOST_TEXTS = 1000;
/** Bounds what one query of a caller can cost, above all one with a regular expression. */
const QUERY_MS = 30_000;
const CONNECT_MS = 10_000;
const BAD_REGEX = '2201B';

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
  /** The schema of the tables. */
  readonly schema: string;
  /** Other schemas, by what queries call them. */
  readonly attach?: Schemas;
}

/** After a power cut rows and checkpoint fall back together, and the log fills them again: no commit waits for the disk. */
const configuration = ({ url, schema }: Place, types: Driver['types'], more: string): ClientConfig => ({
  connectionString: url,
  application_name: 'cairn',
  options: `-c search_path="${schema}" -c synchronous_commit=off -c client_min_messages=warning ${more}`,
  types: asSqlite(types),
});

/** PostgreSQL has no NUL in texts; there are no booleans in rows. */
const bind = (value: unknown): unknown => {
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value ?? null;
};

/** What runs queries: the one connection that writes, or any of those that read. */
type Queryable = Pick<Client, 'query'>;

/** Runs queries written for both stores. Texts are translated once. */
export class Queries {
  private readonly translated = new Map<string, string>();

  constructor(private readonly schemas: Schemas) {}

  async run(on: Queryable, sql: string, parameters: readonly unknown[]): Promise<readonly Row[]> {
    return (await this.result(on, sql, parameters)).rows as Row[];
  }

  /** @throws DomainError 400 for a regular expression that the server does not take */
  async result(on: Queryable, sql: string, parameters: readonly unknown[]) {
    try {
      return await on.query(this.translate(sql), parameters.map(bind));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === BAD_REGEX)
        throw refused({ detail: error.message }, 'INVALID_FILTER');
      throw error;
    }
  }

  private translate(sql: string): string {
    const known = this.translated.get(sql);
    if (known !== undefined) return known;
    if (this.translated.size >= MOST_TEXTS) this.translated.clear();
    const text = toPostgres(sql, this.schemas);
    this.translated.set(sql, text);
    return text;
  }
}

/** The connection that writes. @throws ReadStoreUnavailable */
export const connectWriter = async (place: Place): Promise<Client> => {
  const { Client, types } = await driver();
  const client = new Client({ ...configuration(place, types, ''), connectionTimeoutMillis: CONNECT_MS });
  try {
    await client.connect();
    return client;
  } catch (cause) {
    const problem = cause instanceof AggregateError ? cause.errors.map(String).join(', ') : String(cause);
    throw new ReadStoreUnavailable(`PostgreSQL cannot be used for the read models: ${problem}`, { cause });
  }
};

/** Connections that read, opened as they are needed. @param onLost told when one breaks while nobody uses it; the next query opens another */
export const openReaders = async (place: Place, onLost: (error: Error) => void): Promise<Pool> => {
  const { Pool, types } = await driver();
  const pool = new Pool({ ...configuration(place, types, `-c statement_timeout=${QUERY_MS}`), max: MOST_READERS });
  pool.on('error', onLost);
  return pool;
};

/** Readers as Kysely wants them. */
export const asKyselyPool = (pool: Pool, queries: Queries) => ({
  connect: async () => translating(await pool.connect(), queries),
  end: () => pool.end(),
});

const translating = (client: PoolClient, queries: Queries) => ({
  query: (sql: string, parameters: readonly unknown[]) => queries.result(client, sql, parameters),
  release: () => client.release(),
});
