import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { noSuchRoute } from './answers/http-refusal.js';
import { send } from './answers/send.js';
import { lendRoutes } from './routing/unusual-methods.js';

/** Bytes of a request's body; surveys, inventories and variables stay far below. */
export const LARGEST_BODY = 10 * 2 ** 20;

/** A request takes no longer to come than this; without it one that comes drop by drop would never end. */
const REQUEST_MS = 120_000;

const BAD_REQUEST = JSON.stringify({ detail: 'The request could not be understood.' });

/**
 * Fastify as AWX's clients need it: both forms of trailing slash, long path parameters (named URLs), request ids of our
 * own, and JSON even for requests that are no proper HTTP.
 */
export const fastifyAdapter = (): FastifyAdapter => {
  return new FastifyAdapter({
    rewriteUrl: (request: IncomingMessage): string => {
      lendRoutes(request);
      return request.url ?? '/';
    },
    bodyLimit: LARGEST_BODY,
    requestTimeout: REQUEST_MS,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    forceCloseConnections: 'idle',
    skipMiddie: true,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 512 },
    // Only a path that cannot be decoded comes here: no route has it.
    frameworkErrors: (_error: Error, _request: unknown, reply: unknown) => {
      const { status, detail } = noSuchRoute();
      send(reply as FastifyReply, { status, json: { detail } });
    },
    clientErrorHandler: (_error: Error, socket: Socket) => {
      if (!socket.writable) return void socket.destroy();
      const head = `HTTP/1.1 400 Bad Request\r\nContent-Length: ${BAD_REQUEST.length}\r\nContent-Type: application/json`;
      socket.end(`${head}\r\nConnection: close\r\n\r\n${BAD_REQUEST}`);
    },
  });
};
