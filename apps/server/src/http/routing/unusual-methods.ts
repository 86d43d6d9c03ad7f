import type { IncomingMessage } from 'node:http';

/** Methods that have routes. The others get those of TRACE, which no endpoint serves: a route for each would cost seconds at the start. */
const ROUTED: ReadonlySet<string | undefined> = new Set([
  ...['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'],
]);

const asked = new WeakMap<IncomingMessage, string>();

/** Fastify would answer 404 to a method it has no routes for, where 405 is meant. Called before a route is looked for. */
export const lendRoutes = (request: IncomingMessage): void => {
  const { method } = request;
  if (method === undefined || ROUTED.has(method)) return;
  asked.set(request, method);
  request.method = 'TRACE';
};

/** The method as the client said it. */
export const askedMethod = (request: IncomingMessage): string => asked.get(request) ?? request.method ?? '';
