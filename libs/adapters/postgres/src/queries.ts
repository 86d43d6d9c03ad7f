import type { Row } from '@application/ports';
import { refused } from '@domain/kernel';
import type { Client } from 'pg';
import { type Schemas, toPostgres } from './dialect.js';

const MOST_TEXTS = 1000;
const BAD_REGEX = '2201B';

/** PostgreSQL has no NUL in texts; there are no booleans in rows. */
const bind = (value: unknown): unknown => {
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value ?? null;
};

/** What runs queries: the one connection that writes, or any of those that read. */
export type Queryable = Pick<Client, 'query'>;

/** Runs queries written for both stores. Texts are translated once; those that come again and again are prepared under a name. */
export class Queries {
  private readonly translated = new Map<string, string>();
  private readonly names = new Map<string, string>();

  constructor(private readonly schemas: Schemas) {}

  /** For texts of which there are few. */
  async run(on: Queryable, sql: string, parameters: readonly unknown[]): Promise<readonly Row[]> {
    return (await this.result(on, sql, parameters, this.nameOf(sql))).rows as Row[];
  }

  /** @throws DomainError 400 for a regular expression that the server does not take */
  async result(on: Queryable, sql: string, parameters: readonly unknown[], name?: string) {
    const text = this.translate(sql);
    try {
      return await on.query({ text, values: parameters.map(bind), ...(name === undefined ? {} : { name }) });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === BAD_REGEX)
        throw refused({ detail: error.message }, 'INVALID_FILTER');
      throw error;
    }
  }

  /** None once there are many: the server keeps what has one. */
  private nameOf(sql: string): string | undefined {
    const known = this.names.get(sql);
    if (known !== undefined || this.names.size >= MOST_TEXTS) return known;
    const name = `cairn_${this.names.size}`;
    this.names.set(sql, name);
    return name;
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
