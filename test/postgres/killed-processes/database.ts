import { Client } from 'pg';
import { PROJECTIONS } from '../../../apps/server/src/composition/read-models.js';
import { placeOf } from '../../../apps/server/src/composition/rows.js';
import { postgresUrl } from '@testing/read-stores';

export type SqlRow = Readonly<Record<string, unknown>>;

const HOLDERS = `SELECT DISTINCT a.application_name AS node FROM pg_locks l JOIN pg_stat_activity a USING (pid)
  WHERE l.locktype = 'advisory' AND l.mode = 'ExclusiveLock' AND l.granted AND a.application_name <> ''
    AND a.datname = current_database() AND l.objsubid = 1`;

/** A database of its own for one installation, looked at beside the processes. */
export class Database {
  private readonly name = `killed_${process.pid}`;
  private client!: Client;

  static async create(): Promise<Database> {
    const database = new Database();
    await asServer(`CREATE DATABASE ${database.name}`);
    database.client = new Client({ connectionString: database.url });
    await database.client.connect();
    return database;
  }

  get url(): string {
    return Object.assign(new URL(postgresUrl() ?? ''), { pathname: `/${this.name}` }).href;
  }

  /** What a process is to connect to: the server knows it by its name then. */
  urlFor(node: string): string {
    const url = new URL(this.url);
    url.searchParams.set('application_name', node);
    return url.href;
  }

  async all(sql: string, values: readonly unknown[] = []): Promise<readonly SqlRow[]> {
    return (await this.client.query<SqlRow>(sql, [...values])).rows;
  }

  /** The schema of what processes read. */
  get schema(): string {
    return placeOf(this.url).schema;
  }

  /** Where the rows of jobs are. */
  get jobs(): string {
    return schemasOf(this.schema).find((schema) => schema.includes('_jobs_')) ?? '';
  }

  /** Names of the processes that hold an office now. */
  async holders(): Promise<ReadonlySet<string>> {
    return new Set((await this.all(HOLDERS)).map(({ node }) => String(node)));
  }

  async drop(): Promise<void> {
    await this.client.end();
    await asServer(`DROP DATABASE ${this.name} WITH (FORCE)`);
  }
}

const asServer = async (sql: string): Promise<void> => {
  const client = new Client({ connectionString: postgresUrl() ?? '' });
  await client.connect();
  await client.query(sql);
  await client.end();
};

/** Where the tables of each projection lie under a base schema. */
export const schemasOf = (base: string): readonly string[] =>
  PROJECTIONS.map(({ name, version }) => `${base}_${name.replaceAll('-', '_')}_${version}`);
