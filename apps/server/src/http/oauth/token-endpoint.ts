import OAuth2Server from '@node-oauth/oauth2-server';
import type { JsonObject } from '@domain/kernel';
import type { Answer } from '../answers/answer.js';
import { type ApiRequest, type Endpoint, openEndpoint } from '../routing/endpoint.js';
import { oauthModel } from './oauth-model.js';
import type { OAuthParts } from './oauth-services.js';

const NO_SECRET_NEEDED = { password: false, authorization_code: false, refresh_token: false };

/** `POST /api/o/token/`: codes, passwords and refresh tokens become tokens (RFC 6749 §4.1.3, §4.3, §6). */
export const tokenEndpoint = (parts: OAuthParts): Endpoint =>
  openEndpoint({
    path: '/api/o/token/',
    name: 'OAuth 2 Token',
    access: 'nobody',
    rules: { POST: 'anyone' },
    methods: { POST: (request) => grant(parts, request) },
  });

const grant = async (parts: OAuthParts, request: ApiRequest<unknown>): Promise<Answer> => {
  // Which clients must show a secret is a matter of the client, so the model decides it.
  const server = new OAuth2Server({
    model: oauthModel(parts, request),
    requireClientAuthentication: NO_SECRET_NEEDED,
  });
  const response = new OAuth2Server.Response({ headers: {} });
  try {
    await server.token(incoming(request), response);
    return { headers: NOT_STORED, json: response.body as JsonObject };
  } catch (error) {
    return refusal(error);
  }
};

const NOT_STORED = { pragma: 'no-cache' };

const incoming = (request: ApiRequest<unknown>): OAuth2Server.Request =>
  new OAuth2Server.Request({
    method: request.method,
    headers: textHeaders(request.headers),
    query: {},
    body: { ...request.body('form') },
  });

const textHeaders = (headers: ApiRequest['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );

const innerOf = (error: Error): unknown => ('inner' in error ? error.inner : error);

const refusal = (error: unknown): Answer => {
  if (!(error instanceof OAuth2Server.OAuthError)) throw error;
  // The library wraps what it does not know; who looks for the fault needs the error itself.
  if (error instanceof OAuth2Server.ServerError) throw innerOf(error);
  const isUnknownClient = error instanceof OAuth2Server.InvalidClientError;
  return {
    status: isUnknownClient ? 401 : error.code,
    headers: { ...NOT_STORED, ...(isUnknownClient && { 'www-authenticate': 'Basic realm="api"' }) },
    json: { error: error.name, error_description: error.message },
  };
};
