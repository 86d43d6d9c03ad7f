import { derivedId, type AggregateRunner, type CommandContext } from '@application/event-sourcing';
import type { Clock, IdAllocator, Position, ReadStore } from '@application/ports';
import { hashOf } from '@application/random-secrets';
import type { Viewer } from '@domain/access';
import type { RevocationReason, TokenOrigin } from '@domain/access-token';
import { DomainError, SYSTEM_ACTOR } from '@domain/kernel';
import { SPENT_TABLE, TOKEN_TABLE } from '../tokens/tables.js';
import { isScope } from '../tokens/token-fields.js';
import { type IssuedToken, TokenIssue } from '../tokens/token-issue.js';
import { Tokens } from '../tokens/tokens.js';
import { VIEWER_COLUMNS, viewerOf } from '../viewer-of.js';
import { Authorizations } from './authorizations.js';
import type { OAuthClient } from './clients.js';

export interface GrantPorts {
  readonly runner: AggregateRunner;
  readonly ids: IdAllocator;
  readonly clock: Clock;
  readonly store: ReadStore;
  readonly caughtUp: (position: Position | undefined) => Promise<void>;
}

/** What a code or a refresh token is good for. */
export interface Claimable {
  readonly user: Viewer;
  /** Id of the application it was given to. */
  readonly client: number;
  readonly scope: string;
  readonly expires: string;
}

export interface CodeClaim extends Claimable {
  readonly redirectUri: string;
  readonly challenge: string | null;
}

export interface RefreshClaim extends Claimable {
  readonly token: number;
}

/** A token to be given out. */
export interface TokenOrder {
  readonly user: Viewer;
  readonly client: OAuthClient;
  readonly origin: TokenOrigin;
  readonly scope: string;
  /** Id that was set aside for it. */
  readonly id: number;
}

const USER = `SELECT ${VIEWER_COLUMNS} FROM "user" u WHERE u.id = ?`;
const REFRESHABLE = `SELECT t.id AS token, t.application, t.scope, t.refresh_expires, ${VIEWER_COLUMNS}
  FROM ${TOKEN_TABLE} t JOIN "user" u ON u.id = t."user" WHERE t.refresh_token = ?`;
const OF_CLIENT = `SELECT id FROM ${TOKEN_TABLE} WHERE application = ? AND ? IN (token, refresh_token)`;
const SUCCESSOR = `SELECT successor FROM ${SPENT_TABLE} WHERE refresh_token = ?`;
const SPENT_BY = `SELECT successor FROM ${SPENT_TABLE} WHERE token = ?`;

/** Who shows a token that was given away already is not trusted, nor is who got the new one. */
const FURTHEST_SUCCESSOR = 1_000;

/** Tokens by OAuth 2: for codes, for passwords, for refresh tokens. */
export class TokenGrants {
  private readonly tokens: Tokens;
  private readonly issuing: TokenIssue;
  private readonly authorizations: Authorizations;

  constructor(private readonly ports: GrantPorts) {
    this.tokens = new Tokens(ports.runner);
    this.issuing = new TokenIssue({ ...ports, tokens: this.tokens });
    this.authorizations = new Authorizations(ports.runner, ports.clock);
  }

  /** An id for the token that will be given out. */
  reserve(): Promise<number> {
    return this.ports.ids.next('access_token');
  }

  /** The scope that is meant; undefined: it is none. */
  scopeOf(wanted: string | undefined): string | undefined {
    if (wanted === undefined) return 'read write';
    return isScope(wanted) ? wanted : undefined;
  }

  /** A code that was used before takes all with it that it was given for (RFC 6749 §4.1.2). */
  async claimOfCode(code: string): Promise<CodeClaim | undefined> {
    const found = await this.authorizations.find(code);
    if (found.status === 'redeemed') await this.revokeFrom(found.token, 'code-used-twice');
    if (found.status !== 'open') return undefined;
    const { user, application, scope, redirectUri, challenge, expires } = found.granted;
    const [row] = await this.ports.store.all(USER, [user.id]);
    return row && { user: viewerOf(row), client: application.id, scope, redirectUri, challenge, expires };
  }

  /** false: somebody was faster, or it is too late. */
  redeem(code: string, token: number, context: CommandContext): Promise<boolean> {
    return isDone(this.authorizations.redeem(code, token, context));
  }

  /** One that was used before takes all with it that came of it. */
  async claimOfRefreshToken(refreshToken: string): Promise<RefreshClaim | undefined> {
    const hash = hashOf(refreshToken);
    const [row] = await this.ports.store.all(REFRESHABLE, [hash]);
    if (!row) {
      const [spent] = await this.ports.store.all(SUCCESSOR, [hash]);
      return void (spent && (await this.revokeFrom(Number(spent['successor']), 'refresh-token-used-twice')));
    }
    return {
      token: Number(row['token']),
      user: viewerOf(row),
      client: Number(row['application']),
      scope: String(row['scope']),
      expires: String(row['refresh_expires']),
    };
  }

  /** false: somebody was faster, or it is too late. */
  refresh(token: number, successor: number, context: CommandContext): Promise<boolean> {
    const command = { type: 'RefreshToken', successor, at: this.ports.clock.now() } as const;
    return isDone(this.tokens.handle(token, command, context));
  }

  async issue({ user, client, origin, scope, id }: TokenOrder, context: CommandContext): Promise<IssuedToken> {
    const named = { user: { id: user.id, name: user.username }, application: { id: client.id, name: client.name } };
    const issued = await this.issuing.issue({ ...named, origin, scope, description: '' }, context, id);
    await this.ports.caughtUp(issued.position);
    return issued;
  }

  /** An application lets go of a token of its own; a refresh token goes with its token. */
  async letGo(client: OAuthClient, secret: string): Promise<void> {
    const [row] = await this.ports.store.all(OF_CLIENT, [client.id, hashOf(secret)]);
    if (row) await this.revoke(Number(row['id']), 'revoked-by-client');
  }

  /** The token, and those that were given for it since. */
  private async revokeFrom(token: number, reason: RevocationReason): Promise<void> {
    let next: number | undefined = token;
    for (let step = 0; next !== undefined && step < FURTHEST_SUCCESSOR; step += 1) {
      await this.revoke(next, reason);
      const [row] = await this.ports.store.all(SPENT_BY, [next]);
      next = row && Number(row['successor']);
    }
  }

  private async revoke(token: number, reason: RevocationReason): Promise<void> {
    const commandId = derivedId('oauth-revocation', token);
    const context = { commandId, correlation: commandId, causation: commandId, actor: SYSTEM_ACTOR };
    const { position } = await this.tokens.handle(token, { type: 'RevokeToken', reason }, context);
    await this.ports.caughtUp(position);
  }
}

const isDone = async (attempt: Promise<unknown>): Promise<boolean> => {
  try {
    await attempt;
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'refused') return false;
    throw error;
  }
};
