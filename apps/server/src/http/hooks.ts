import type { FastifyInstance } from 'fastify';
import type { Log } from '../logging/log.js';
import { API_PRODUCT, API_VERSION, NODE_NAME } from '../product.js';

const ON_EVERY_ANSWER = {
  'x-api-product-name': API_PRODUCT,
  'x-api-node': NODE_NAME,
  'cache-control': 'no-cache, no-store, must-revalidate',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Headers of every answer as AWX sends them; the version is for those who have logged in. */
export const addApiHeaders = (fastify: FastifyInstance): void => {
  fastify.decorateRequest('viewer', undefined);
  fastify.addHook('onSend', (request, reply, payload, done) => {
    reply.headers(ON_EVERY_ANSWER);
    reply.header('x-api-request-id', request.id);
    reply.header('x-api-time', `${(reply.elapsedTime / 1000).toFixed(3)}s`);
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
