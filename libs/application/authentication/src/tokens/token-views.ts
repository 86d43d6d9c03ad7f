import type { ReadStore, Row } from '@application/ports';
import { kindOf, Summaries, urlOf } from '@application/resources';
import type { JsonObject } from '@domain/kernel';
import { TOKEN_TYPE } from './token-model.js';

/** AWX's own mask for secrets of this kind. */
const CENSORED = '************';

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
    const users = await this.summaries.of(
      'user',
      rows.map((row) => Number(row['user'])),
    );
    return rows.map((row) => {
      const [id, user] = [Number(row['id']), Number(row['user'])];
      const summary = users.get(user);
      return {
        id,
        type: TOKEN_TYPE,
        url: tokenUrl(id),
        related: { user: urlOf(kindOf('user'), user), activity_stream: `${tokenUrl(id)}activity_stream/` },
        summary_fields: { ...(summary && { user: summary }) },
        created: String(row['created']),
        modified: String(row['modified']),
        description: String(row['description']),
        user,
        token: secrets?.token ?? CENSORED,
        refresh_token: row['refresh_token'] === null ? null : (secrets?.refreshToken ?? CENSORED),
        application: row['application'] === null ? null : Number(row['application']),
        expires: String(row['expires']),
        scope: String(row['scope']),
      };
    });
  }
}
