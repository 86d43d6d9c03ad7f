import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import type { Row, SqlValue } from '@application/ports';

const MOST_STATEMENTS = 1000;
const READS = /^\s*(select|with|pragma|explain)\b|\breturning\b/i;

/** A statement with the shape Kysely's SQLite driver expects. */
export interface CachedStatement {
  readonly reader: boolean;
  all(parameters: readonly unknown[]): unknown[];
  run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  iterate(parameters: readonly unknown[]): IterableIterator<unknown>;
}

/** One SQLite connection that prepares each SQL text once: preparing costs far more than running (least recently used go first). */
export class CachedConnection {
  private readonly statements = new Map<string, CachedStatement>();

  constructor(readonly database: DatabaseSyncInstance) {}

  prepare(sql: string): CachedStatement {
    const known = this.statements.get(sql);
    if (known) {
      this.statements.delete(sql);
      this.statements.set(sql, known);
      return known;
    }
    const statement = cached(this.database.prepare(sql), READS.test(sql));
    this.statements.set(sql, statement);
    if (this.statements.size > MOST_STATEMENTS) this.forgetOldest();
    return statement;
  }

  all(sql: string, parameters: readonly SqlValue[]): readonly Row[] {
    return this.prepare(sql).all(parameters) as Row[];
  }

  run(sql: string, parameters: readonly SqlValue[]): void {
    this.prepare(sql).run(parameters);
  }

  close(): void {
    this.statements.clear();
    if (this.database.isOpen) this.database.close();
  }

  private forgetOldest(): void {
    for (const oldest of this.statements.keys()) {
      this.statements.delete(oldest);
      return;
    }
  }
}

const cached = (statement: StatementSyncInstance, reader: boolean): CachedStatement => ({
  reader,
  all: (parameters) => statement.all(...bind(parameters)) as unknown[],
  run: (parameters) => statement.run(...bind(parameters)),
  iterate: (parameters) => statement.iterate(...bind(parameters)) as IterableIterator<unknown>,
});

/** SQLite knows no booleans and no undefined. */
const bind = (parameters: readonly unknown[]): (string | number | bigint | null)[] =>
  parameters.map((value) => {
    if (typeof value === 'boolean') return value ? 1 : 0;
    return (value ?? null) as string | number | bigint | null;
  });
