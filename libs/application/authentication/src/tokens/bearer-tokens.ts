import type { Clock, ReadStore } from '@application/ports';
import type { Viewer } from '@domain/access';
import { TOKEN_TABLE } from './tables.js';
import { mayWrite } from './token-fields.js';
import { hashOf } from './token-secrets.js';

/** Whom a token speaks for, and whether it may change anything. */
export interface Bearer {
  readonly viewer: Viewer;
  readonly mayWrite: boolean;
}

/** A deleted user has no row, so his tokens are worth nothing at once. */
const FIND = `SELECT t.scope, t.expires, u.id, u.username, u.is_superuser, u.is_system_auditor
  FROM ${TOKEN_TABLE} t JOIN "user" u ON u.id = t."user" WHERE t.token = ?`;

/** Finds out whom a token of a request speaks for. */
export class BearerTokens {
  constructor(
    private readonly store: Pick<ReadStore, 'all'>,
    private readonly clock: Clock,
  ) {}

  async find(token: string): Promise<Bearer | undefined> {
    const [row] = await this.store.all(FIND, [hashOf(token)]);
    if (!row || String(row['expires']) <= this.clock.now()) return undefined;
    const viewer = {
      id: Number(row['id']),
      username: String(row['username']),
      isSuperuser: row['is_superuser'] === 1,
      isSystemAuditor: row['is_system_auditor'] === 1,
    };
    return { viewer, mayWrite: mayWrite(String(row['scope'])) };
  }
}
