import type { ReadStore, Row } from '@application/ports';
import { hashOf } from '@application/random-secrets';

/** An application as OAuth 2 sees it. */
export interface OAuthClient {
  readonly id: number;
  readonly name: string;
  readonly isConfidential: boolean;
  readonly grant: 'authorization-code' | 'password';
  readonly redirectUris: readonly string[];
  /** Its users are not asked. */
  readonly isTrusted: boolean;
}

const FIND = 'SELECT * FROM o_auth2_application WHERE client_id = ?';

/** Applications by the name they go by. */
export class OAuthClients {
  constructor(private readonly store: Pick<ReadStore, 'all'>) {}

  async find(clientId: string): Promise<OAuthClient | undefined> {
    const row = await this.row(clientId);
    return row && clientOf(row);
  }

  /** The application, if it is who it says: one that can keep a secret must show it. */
  async authenticated(clientId: string, secret: string | null): Promise<OAuthClient | undefined> {
    const row = await this.row(clientId);
    if (!row) return undefined;
    const client = clientOf(row);
    if (!client.isConfidential) return client;
    // Of the hash of a secret that was made by chance nothing can be learned by the time of a comparison.
    return secret !== null && hashOf(secret) === row['client_secret'] ? client : undefined;
  }

  private async row(clientId: string): Promise<Row | undefined> {
    const [row] = await this.store.all(FIND, [clientId]);
    return row;
  }
}

const clientOf = (row: Row): OAuthClient => ({
  id: Number(row['id']),
  name: String(row['name']),
  isConfidential: row['client_type'] === 'confidential',
  grant: row['authorization_grant_type'] === 'password' ? 'password' : 'authorization-code',
  redirectUris: String(row['redirect_uris'])
    .split(/\s+/)
    .filter((uri) => uri !== ''),
  isTrusted: row['skip_authorization'] === 1,
});
