import { randomUUID } from 'node:crypto';
import { METHODS } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { noSuchRoute } from './answers/http-refusal.js';
import { send } from './answers/send.js';

/** Bytes of a request's body; surveys, inventories and variables stay far below. */
export const LARGEST_BODY = 10 * 2 ** 20;

/** A request takes no longer to come than this; without it one that comes drop by drop would never end. */
const REQUEST_MS = 120_000;

const BAD_REQUEST = JSON.stringify({ detail: 'The request could not be understood.' });

/** Served by endpoints; the others are refused by them. CONNECT never comes to a route. */
const OFFERED: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT'];

/** Fastify has no routes for methods beside the usual ones, and would answer 404 where 405 is meant. Their bodies are not read. */
const takeEveryMethod = (adapter: FastifyAdapter): void => {
  const fastify = adapter.getInstance();
  for (const method of METHODS)
    if (!OFFERED.includes(method)) fastify.addHttpMethod(method, { hasBody: false, overrideExisting: true });
};

/**
 * Fastify as AWX's clients need it: both forms of trailing slash, long path parameters (named URLs), request ids of our
 * own, and JSON even for requests that are no proper HTTP.
 */
export const fastifyAdapter = (): FastifyAdapter => {
  const adapter = new FastifyAdapter({
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
  takeEveryMethod(adapter);
  return adapter;
};
