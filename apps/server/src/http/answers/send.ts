import type { FastifyReply } from 'fastify';
import type { Answer } from './answer.js';
import { renderJson } from './render-json.js';

/** Sends an answer; headers common to all answers are added by a hook. */
export const send = (reply: FastifyReply, { status = 200, headers, cookies, json, content }: Answer): void => {
  reply.code(status);
  if (headers) reply.headers(headers);
  if (cookies) reply.header('set-cookie', cookies);
  // As bytes: to text Fastify adds a charset, which JSON does not have and AWX does not send.
  if (json !== undefined) void reply.header('content-type', 'application/json').send(Buffer.from(renderJson(json)));
  else if (content) void reply.header('content-type', content.type).send(content.data);
  else void reply.send();
};
