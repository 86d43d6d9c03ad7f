import { finished } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { HttpRefusal } from '../answers/http-refusal.js';

/** A client that goes on sending beyond so many times the limit is cut off. */
const PATIENCE = 4;

/**
 * Refuses a body that says it is too large, once it is through, keeping none of it: who is answered while still sending
 * sees a broken connection instead of the answer.
 */
export const refuseLargeBodies = (fastify: FastifyInstance, most: number): void => {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const length = Number(request.headers['content-length'] ?? 0);
    if (length <= most) return done();
    const refusal = new HttpRefusal(413, 'The request body is too large.', { connection: 'close' });
    if (length > most * PATIENCE) return done(refusal);
    finished(request.raw.resume(), { writable: false }, () => done(refusal));
  });
};
