import type { OAuthClient, OAuthClients, TokenGrants } from '@application/authentication';

/** What an application asks a user for. */
export interface Asked {
  readonly client: OAuthClient;
  readonly redirectUri: string;
  readonly state: string | null;
  readonly scope: string;
  readonly challenge: string | null;
}

/** Nobody to answer: the user is told. */
export interface Unanswerable {
  readonly problem: string;
}

/** The application is told, at its own address. */
export interface Refused {
  readonly redirectUri: string;
  readonly state: string | null;
  readonly error: string;
  readonly description: string;
}

/** A SHA-256 in base64url. */
const CHALLENGE = /^[\w-]{43}$/;

export interface Reading {
  readonly clients: OAuthClients;
  readonly grants: Pick<TokenGrants, 'scopeOf'>;
}

/** Reads what an application sent a browser with (RFC 6749 §4.1.1, RFC 7636 §4.3). */
export const readRequest = async (
  { clients, grants }: Reading,
  parameters: URLSearchParams,
): Promise<Asked | Unanswerable | Refused> => {
  const client = await clients.find(parameters.get('client_id') ?? '');
  if (!client) return { problem: 'Invalid client_id parameter value.' };
  const redirectUri = redirectOf(client, parameters.get('redirect_uri'));
  if (redirectUri === undefined) return { problem: 'Mismatching redirect URI.' };
  const state = parameters.get('state');
  const scope = grants.scopeOf(parameters.get('scope') ?? undefined);
  const challenge = parameters.get('code_challenge');
  const fault = faultOf(client, parameters, scope);
  if (fault ?? scope === undefined) return { redirectUri, state, ...(fault ?? INVALID_SCOPE) };
  return { client, redirectUri, state, scope, challenge };
};

/** Only addresses that the application has registered, letter by letter; the only one need not be named. */
const redirectOf = ({ redirectUris }: OAuthClient, named: string | null): string | undefined => {
  if (named === null) return redirectUris.length === 1 ? redirectUris[0] : undefined;
  return redirectUris.find((uri) => uri === named);
};

type Fault = Pick<Refused, 'error' | 'description'>;

const INVALID_SCOPE: Fault = { error: 'invalid_scope', description: 'Requested scope is invalid.' };

const faultOf = (client: OAuthClient, parameters: URLSearchParams, scope: string | undefined): Fault | undefined => {
  if (parameters.get('response_type') !== 'code')
    return { error: 'unsupported_response_type', description: 'Only response_type=code is supported.' };
  if (client.grant !== 'authorization-code')
    return { error: 'unauthorized_client', description: 'The application gets its tokens in another way.' };
  return scope === undefined ? INVALID_SCOPE : challengeFault(client, parameters);
};

const challengeFault = ({ isConfidential }: OAuthClient, parameters: URLSearchParams): Fault | undefined => {
  const [challenge, method] = [parameters.get('code_challenge'), parameters.get('code_challenge_method')];
  if (challenge === null && method === null)
    return isConfidential ? undefined : { error: 'invalid_request', description: 'Code challenge required.' };
  if (method !== 'S256') return { error: 'invalid_request', description: 'Transform algorithm not supported.' };
  return CHALLENGE.test(challenge ?? '')
    ? undefined
    : { error: 'invalid_request', description: 'Invalid code challenge.' };
};
