import type { Clock, ReadStore } from '@application/ports';
import type { Viewer } from '@domain/access';
import { VIEWER_COLUMNS, viewerOf } from '../viewer-of.js';
import { TOKEN_TABLE } from './tables.js';
import { mayWrite } from './token-fields.js';
import { hashOf } from '@application/random-secrets';

/** Whom a token speaks for, and whether it may change anything. */
export interface Bearer {
  readonly viewer: Viewer;
  readonly mayWrite: boolean;
}

/** Deleted users and applications have no row, so their tokens are worth nothing at once. */
const FIND = `SELECT t.scope, t.expires, ${VIEWER_COLUMNS}
  FROM ${TOKEN_TABLE} t JOIN "user" u ON u.id = t."user" WHERE t.token = ?
  AND (t.application IS NULL OR EXISTS (SELECT 1 FROM o_auth2_application a WHERE a.id = t.application))`;

/** Finds out whom a token of a request speaks for. */
export class BearerTokens {
  constructor(
    private readonly store: Pick<ReadStore, 'all'>,
    private readonly clock: Clock,
  ) {}

  async find(token: string): Promise<Bearer | undefined> {
    const [row] = await this.store.all(FIND, [hashOf(token)]);
    if (!row || String(row['expires']) <= this.clock.now()) return undefined;
    return { viewer: viewerOf(row), mayWrite: mayWrite(String(row['scope'])) };
  }
}
