import { createHash } from 'node:crypto';
import { haveSeenTheSame, type Projection, type SeenEvent, seenOf } from '@application/ports';
import type { Client } from 'pg';
import { toPostgresSchema } from './dialect.js';
import { FUNCTIONS } from './functions.js';
import { NODE_TABLE } from './postgres-node-directory.js';
import type { Statements } from './writer.js';

/** Functions never change under their name: programs of different versions find their own. */
const FUNCTIONS_SCHEMA = `cairn_functions_${createHash('sha256').update(FUNCTIONS.join(';')).digest('hex').slice(0, 12)}`;

const BOOKKEEPING = [
  `CREATE TABLE IF NOT EXISTS projection_checkpoint
    (name TEXT NOT NULL, version INTEGER NOT NULL, position TEXT, PRIMARY KEY (name, version))`,
  'ALTER TABLE projection_checkpoint ADD COLUMN IF NOT EXISTS seen TEXT',
  'CREATE TABLE IF NOT EXISTS consumer_note (name TEXT PRIMARY KEY, value TEXT NOT NULL)',
  NODE_TABLE,
];

const SCHEMA_NAME = /^[a-z_][a-z0-9_]{0,30}$/;

/** Locks are taken by name. Those of a transaction end with it, those of a session with its connection. */
const lockOf = (name: string): string => `hashtextextended('cairn ${name}', 0)`;
const path = (...schemas: readonly string[]): string => schemas.map((schema) => `"${schema}"`).join(', ');

/**
 * Each version of each projection has a schema of its own for its tables. A new one is filled beside the one that is live, and
 * processes of an older program go on with theirs; which tables a process sees is a matter of its search path. A version that no
 * connection holds goes when another is prepared.
 */
export class Versions {
  private readonly schemas = new Map<string, string>();

  /** @param base the schema of checkpoints and notes */
  constructor(private readonly base: string) {
    if (!SCHEMA_NAME.test(base)) throw new Error(`${base} cannot be the name of a schema`);
  }

  /** Where this process finds its tables, as `SET search_path` wants it. */
  get searchPath(): string {
    return path(...this.schemas.values(), this.base, FUNCTIONS_SCHEMA);
  }

  /** Makes what every version needs. */
  async prepareBase(statements: Statements): Promise<void> {
    void statements.exec(`SELECT pg_advisory_xact_lock(${lockOf('functions')})`);
    void statements.exec(`SELECT pg_advisory_xact_lock(${lockOf(this.base)})`);
    void statements.exec(`CREATE SCHEMA IF NOT EXISTS "${this.base}"`);
    for (const table of BOOKKEEPING) void statements.exec(toPostgresSchema(table));
    const [known] = await statements.all('SELECT 1 AS known FROM pg_namespace WHERE nspname = ?', [FUNCTIONS_SCHEMA]);
    if (known) return;
    void statements.exec(`CREATE SCHEMA "${FUNCTIONS_SCHEMA}"; SET LOCAL search_path TO "${FUNCTIONS_SCHEMA}"`);
    for (const definition of FUNCTIONS) void statements.exec(definition);
  }

  /** This process works with a projection from now on: its connections must enter. */
  add(projection: Projection): void {
    this.schemas.set(projection.name, this.schemaOf(projection.name, projection.version));
  }

  /** A connection that writes holds all versions of its process, and sees their tables. */
  async enter(client: Client): Promise<void> {
    const locks = [...this.schemas.values()].map((schema) => `SELECT pg_advisory_lock_shared(${lockOf(schema)})`);
    await client.query([...locks, `SET search_path TO ${this.searchPath}`].join(';'));
  }

  /** Makes the tables of a projection where there are none, and drops those of its other versions that nobody holds. */
  async prepare(statements: Statements, projection: Projection): Promise<void> {
    const { name, version } = projection;
    void statements.exec(`SELECT pg_advisory_xact_lock(${lockOf(this.base)})`);
    const rows = await statements.all('SELECT version FROM projection_checkpoint WHERE name = ?', [name]);
    const known = rows.map((row) => Number(row['version']));
    for (const other of known.filter((each) => each !== version)) await this.dropUnlessHeld(statements, name, other);
    if (!known.includes(version)) this.create(statements, projection);
  }

  /** Drops the tables of all versions, unless what they have seen is something else by now. */
  async dropAll(statements: Statements, seen: readonly SeenEvent[]): Promise<void> {
    void statements.exec(`SELECT pg_advisory_xact_lock(${lockOf(this.base)})`);
    const rows = await statements.all('SELECT name, version, seen FROM projection_checkpoint FOR UPDATE', []);
    if (!haveSeenTheSame(seenOf(rows.map((row) => row['seen'])), seen)) return;
    for (const { name, version } of rows) this.drop(statements, String(name), Number(version));
    statements.run('DELETE FROM consumer_note', []);
  }

  private create(statements: Statements, { name, version, schema: tables }: Projection): void {
    const schema = this.schemaOf(name, version);
    statements.run('INSERT INTO projection_checkpoint (name, version, position) VALUES (?, ?, NULL)', [name, version]);
    void statements.exec(`CREATE SCHEMA "${schema}"`);
    void statements.exec(`SET LOCAL search_path TO ${path(schema, FUNCTIONS_SCHEMA)}`);
    for (const table of tables) void statements.exec(toPostgresSchema(table));
  }

  private async dropUnlessHeld(statements: Statements, name: string, version: number): Promise<void> {
    const schema = this.schemaOf(name, version);
    const [lock] = await statements.all(`SELECT pg_try_advisory_xact_lock(${lockOf(schema)}) AS mine`, []);
    if (lock?.['mine'] !== 1) return;
    this.drop(statements, name, version);
  }

  private drop(statements: Statements, name: string, version: number): void {
    void statements.exec(`DROP SCHEMA IF EXISTS "${this.schemaOf(name, version)}" CASCADE`);
    statements.run('DELETE FROM projection_checkpoint WHERE name = ? AND version = ?', [name, version]);
  }

  private schemaOf(name: string, version: number): string {
    return `${this.base}_${name.replaceAll('-', '_')}_${version}`;
  }
}
