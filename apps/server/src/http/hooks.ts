import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { JSON_PAGE_POLICY, jsonPage } from './answers/json-page.js';
import { wantsPage } from './answers/negotiation.js';
import type { Log } from '../logging/log.js';
import { API_PRODUCT, API_VERSION } from '../product.js';

const ON_EVERY_ANSWER = {
  'x-api-product-name': API_PRODUCT,
  'cache-control': 'no-cache, no-store, must-revalidate',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  vary: 'Accept, Authorization, Cookie',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/** Headers of every answer as AWX sends them, unless it has its own; the version is for those who have logged in. */
export const addApiHeaders = (fastify: FastifyInstance, node: string): void => {
  const onEveryAnswer = { ...ON_EVERY_ANSWER, 'x-api-node': node };
  fastify.decorateRequest('viewer', undefined);
  fastify.decorateRequest('isFormGiven', false);
  fastify.addHook('onSend', (request, reply, payload, done) => {
    for (const [name, value] of Object.entries(onEveryAnswer)) if (!reply.hasHeader(name)) reply.header(name, value);
    reply.header('x-api-request-id', request.id);
    const time = `${(reply.elapsedTime / 1000).toFixed(3)}s`;
    reply.headers({ 'x-api-time': time, 'x-api-total-time': time });
    if (request.viewer) reply.header('x-api-product-version', API_VERSION);
    done(null, payload);
  });
};

/** One line per request for those who look for a fault: no query, no body, no header. */
export const logRequests = (fastify: FastifyInstance, log: Log): void => {
  fastify.addHook('onResponse', (request, reply, done) => {
    log.debug('request', {
      request: request.id,
      method: request.method,
      path: request.url.split('?', 1)[0],
      status: reply.statusCode,
      user: request.viewer?.id,
      ms: Math.round(reply.elapsedTime * 1000) / 1000,
    });
    done();
  });
};

/** Bodies of any type are kept as bytes: an endpoint reads them when the caller and the method have passed. */
export const keepRawBodies = (fastify: FastifyInstance): void => {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes, done) => done(null, bytes));
};

/** Shows JSON to browsers as a page. Errors too, wherever they come from. */
export const showPages = (fastify: FastifyInstance): void => {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (!isShown(request, reply, payload)) return done(null, payload);
    const { method, url } = request;
    const allow = String(reply.getHeader('allow') ?? '');
    const { username } = request.viewer ?? {};
    const html = jsonPage({ method, url, status: reply.statusCode, allow, username, text: payload.toString() });
    reply.headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': JSON_PAGE_POLICY });
    reply.removeHeader('content-length');
    done(null, Buffer.from(html));
  });
};

const isShown = (request: FastifyRequest, reply: FastifyReply, payload: unknown): payload is Buffer => {
  if (request.method !== 'GET' || request.isFormGiven || !Buffer.isBuffer(payload)) return false;
  if (reply.getHeader('content-type') !== 'application/json') return false;
  const at = request.url.indexOf('?');
  const format = at < 0 ? null : new URLSearchParams(request.url.slice(at)).get('format');
  return wantsPage({ accept: request.headers.accept, format });
};
