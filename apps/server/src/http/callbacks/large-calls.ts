import type { CallbackService } from '@application/callbacks';
import type { FastifyInstance } from 'fastify';
import { IncomingRequest } from '../routing/fastify-request.js';
import { CALLBACK_PATH, callOf } from './callback.js';

const TOO_LARGE = 413;

/** Records calls whose body is too large: they are refused before the endpoint is reached. */
export const recordLargeCalls =
  (callbacks: Pick<CallbackService, 'unreadable'>) =>
  (fastify: FastifyInstance): void => {
    fastify.addHook('onResponse', async (request, reply) => {
      const isCall = request.method === 'POST' && `${request.routeOptions.url}/` === CALLBACK_PATH; // Nest drops the slash
      if (!isCall || reply.statusCode !== TOO_LARGE) return;
      await callbacks.unreadable(callOf(new IncomingRequest(request, undefined)), 'The request body is too large.');
    });
  };
