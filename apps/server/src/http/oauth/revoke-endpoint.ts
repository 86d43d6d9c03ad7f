import type { OAuthClient } from '@application/authentication';
import type { JsonObject } from '@domain/kernel';
import type { Answer } from '../answers/answer.js';
import { basicCredentials } from '../authentication/basic-credentials.js';
import { type ApiRequest, type Endpoint, openEndpoint } from '../routing/endpoint.js';
import type { OAuthServices } from './oauth-services.js';

/** `POST /api/o/revoke_token/`: an application lets go of a token (RFC 7009); one that it does not know is none. */
export const revokeEndpoint = (services: OAuthServices): Endpoint =>
  openEndpoint({
    path: '/api/o/revoke_token/',
    name: 'OAuth 2 Revocation',
    access: 'nobody',
    rules: { POST: 'anyone' },
    methods: { POST: (request) => revoke(services, request) },
  });

const revoke = async ({ clients, grants }: OAuthServices, request: ApiRequest<unknown>): Promise<Answer> => {
  const body = request.body('form');
  const client = await clientOf(clients, request, body);
  if (!client)
    return { status: 401, headers: { 'www-authenticate': 'Basic realm="api"' }, json: { error: 'invalid_client' } };
  const token = textIn(body, 'token');
  if (token === undefined)
    return { status: 400, json: { error: 'invalid_request', error_description: 'Missing token parameter.' } };
  await grants.letGo(client, token);
  return { status: 200, json: {} };
};

const clientOf = (
  clients: OAuthServices['clients'],
  { headers }: ApiRequest<unknown>,
  body: JsonObject,
): Promise<OAuthClient | undefined> => {
  const { authorization } = headers;
  const shown = basicCredentials(typeof authorization === 'string' ? authorization : undefined);
  if (shown) return clients.authenticated(shown.username, shown.password);
  return clients.authenticated(textIn(body, 'client_id') ?? '', textIn(body, 'client_secret') ?? null);
};

const textIn = (body: JsonObject, name: string): string | undefined => {
  const value = body[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};
