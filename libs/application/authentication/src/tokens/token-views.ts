import type { ReadStore, Row, SqlValue } from '@application/ports';
import { kindOf, SECRET_MASK, Summaries, urlOf } from '@application/resources';
import type { JsonObject } from '@domain/kernel';
import { TOKEN_TYPE } from './token-model.js';

/** `/api/v2/tokens/7/` */
export const tokenUrl = (id: number): string => `/api/v2/tokens/${id}/`;

/** The secrets of a token that was just issued: shown this once. */
export interface ShownSecrets {
  readonly token: string;
  readonly refreshToken: string | null;
}

/** Tokens as the API shows them, with a fixed number of queries for any number of tokens. */
export class TokenViews {
  private readonly summaries: Summaries;

  constructor(store: ReadStore) {
    this.summaries = new Summaries(store);
  }

  async show(rows: readonly Row[], secrets?: ShownSecrets): Promise<readonly JsonObject[]> {
    const [users, applications] = await Promise.all([
      this.summaries.of(
        'user',
        rows.map(({ user }) => idOrNull(user)),
      ),
      this.summaries.of(
        'o_auth2_application',
        rows.map(({ application }) => idOrNull(application)),
      ),
    ]);
    return rows.map((row) => {
      const [user, application] = [Number(row['user']), idOrNull(row['application'])];
      const [owner, client] = [users.get(user), applications.get(application ?? 0)];
      return {
        ...headOf(row),
        summary_fields: { ...(owner && { user: owner }), ...(client && { application: client }) },
        created: String(row['created']),
        modified: String(row['modified']),
        description: String(row['description']),
        user,
        token: secrets?.token ?? SECRET_MASK,
        refresh_token: row['refresh_token'] === null ? null : (secrets?.refreshToken ?? SECRET_MASK),
        application,
        expires: String(row['expires']),
        scope: String(row['scope']),
      };
    });
  }
}

const idOrNull = (value: SqlValue | undefined): number | null =>
  value === null || value === undefined ? null : Number(value);

const headOf = (row: Row): JsonObject => {
  const [id, application] = [Number(row['id']), idOrNull(row['application'])];
  return {
    id,
    type: TOKEN_TYPE,
    url: tokenUrl(id),
    related: {
      user: urlOf(kindOf('user'), Number(row['user'])),
      ...(application !== null && { application: urlOf(kindOf('o_auth2_application'), application) }),
      activity_stream: `${tokenUrl(id)}activity_stream/`,
    },
  };
};
