import OAuth2Server, {
  type AuthorizationCodeModel,
  type Client,
  type PasswordModel,
  type RefreshTokenModel,
  type User,
} from '@node-oauth/oauth2-server';
import type { CommandContext } from '@application/event-sourcing';
import type { OAuthClient } from '@application/authentication';
import { writeContext } from '@application/resources';
import type { Viewer } from '@domain/access';
import type { TokenOrigin } from '@domain/access-token';
import type { ApiRequest } from '../routing/endpoint.js';
import type { OAuthParts } from './oauth-services.js';

type CodeModel = Pick<AuthorizationCodeModel, 'getAuthorizationCode' | 'revokeAuthorizationCode'>;
type RefreshModel = Pick<RefreshTokenModel, 'getRefreshToken' | 'revokeToken'>;
type CommonModel = Pick<PasswordModel, 'getClient' | 'getUser' | 'validateScope' | 'saveToken' | 'getAccessToken'>;

/** A client as the library hands it back. */
type KnownClient = Client & { readonly client: OAuthClient };

const clientIn = (client: Client): OAuthClient => (client as KnownClient).client;
const viewerIn = (user: User): Viewer => user as Viewer;
const wordsIn = (scope: string): string[] => scope.split(/\s+/);

type ExchangeRequest = Pick<ApiRequest, 'id' | 'remote' | 'body'>;

/** What one request gives a token for, as far as the library has come with it. */
class Exchange {
  origin: TokenOrigin = 'password';
  /** Id of the token; set aside where something is used up for it. */
  reserved: number | undefined;

  constructor(
    readonly parts: OAuthParts,
    private readonly request: ExchangeRequest,
  ) {}

  get address(): string {
    return this.request.remote;
  }

  async reserve(origin: TokenOrigin): Promise<number> {
    this.origin = origin;
    this.reserved = await this.parts.grants.reserve();
    return this.reserved;
  }

  /** @throws InvalidScopeError when more is asked for than there is */
  demandWithin(scope: readonly string[]): void {
    const { scope: wanted } = this.request.body('form');
    const words = typeof wanted === 'string' && wanted !== '' ? wordsIn(wanted) : [];
    if (!words.every((word) => scope.includes(word)))
      throw new OAuth2Server.InvalidScopeError('Invalid scope: Unable to add extra scopes');
  }

  context(user: User, step: string): CommandContext {
    return writeContext({ viewer: viewerIn(user), request: this.request.id }, 'oauth', step);
  }
}

/**
 * The token endpoint's questions, answered for one request: the library calls them in the order of the protocol, and what
 * the request gives a token for is used up before the token is made. Codes are made where users are asked, not here.
 */
export const oauthModel = (parts: OAuthParts, request: ExchangeRequest): CodeModel & RefreshModel & CommonModel => {
  const exchange = new Exchange(parts, request);
  return { ...forAll(exchange), ...forCodes(exchange), ...forRefreshTokens(exchange) };
};

const forAll = (exchange: Exchange): CommonModel => {
  const { clients, grants, login } = exchange.parts;
  return {
    getClient: async (clientId, secret: string | null | undefined) => {
      const client = await clients.authenticated(clientId, secret ?? null);
      return client && shownClient(client);
    },
    getUser: (username, password) => login.viewer({ username, password }, exchange.address),
    validateScope: (_user, _client, scope) => {
      const meant = grants.scopeOf(scope?.join(' '));
      return Promise.resolve(meant === undefined ? undefined : wordsIn(meant));
    },
    saveToken: async ({ scope = [] }, client, user) => {
      const id = exchange.reserved ?? (await grants.reserve());
      const order = {
        user: viewerIn(user),
        client: clientIn(client),
        origin: exchange.origin,
        scope: scope.join(' '),
        id,
      };
      const issued = await grants.issue(order, exchange.context(user, 'issue'));
      return {
        ...{ accessToken: issued.token, accessTokenExpiresAt: new Date(issued.expires), scope, client, user },
        ...(issued.refreshToken !== null && { refreshToken: issued.refreshToken }),
      };
    },
    getAccessToken: () => Promise.resolve(undefined),
  };
};

const forCodes = (exchange: Exchange): CodeModel => {
  const { grants } = exchange.parts;
  return {
    getAuthorizationCode: async (code) => {
      const claim = await grants.claimOfCode(code);
      return (
        claim && {
          ...{ authorizationCode: code, expiresAt: new Date(claim.expires), redirectUri: claim.redirectUri },
          ...{ scope: wordsIn(claim.scope), client: { id: String(claim.client), grants: [] }, user: claim.user },
          ...(claim.challenge !== null && { codeChallenge: claim.challenge, codeChallengeMethod: 'S256' }),
        }
      );
    },
    revokeAuthorizationCode: async ({ authorizationCode, user }) => {
      const token = await exchange.reserve('authorization-code');
      return grants.redeem(authorizationCode, token, exchange.context(user, 'redeem'));
    },
  };
};

const forRefreshTokens = (exchange: Exchange): RefreshModel => {
  const { grants } = exchange.parts;
  return {
    getRefreshToken: async (refreshToken) => {
      const claim = await grants.claimOfRefreshToken(refreshToken);
      return (
        claim && {
          ...{ refreshToken, refreshTokenExpiresAt: new Date(claim.expires), scope: wordsIn(claim.scope) },
          ...{ client: { id: String(claim.client), grants: [] }, user: claim.user, token: claim.token },
        }
      );
    },
    revokeToken: async ({ user, token, scope = [] }) => {
      // The library asks this only when the token is used up: who asked for too much would have lost it.
      exchange.demandWithin(scope);
      const successor = await exchange.reserve('refresh-token');
      return grants.refresh(Number(token), successor, exchange.context(user, 'refresh'));
    },
  };
};

const shownClient = (client: OAuthClient): KnownClient => ({
  id: String(client.id),
  grants: [client.grant === 'password' ? 'password' : 'authorization_code', 'refresh_token'],
  redirectUris: [...client.redirectUris],
  client,
});
