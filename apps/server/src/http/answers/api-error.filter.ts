import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../../logging/log.js';
import { expectedAnswer, unexpectedAnswer } from './error-answer.js';
import { send } from './send.js';

/** The one place where errors become answers. What nobody expected is logged under the request id and not shown. */
@Catch()
export class ApiErrorFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent) return this.tell(error, http.getRequest<FastifyRequest>());
    const expected = expectedAnswer(error);
    if (!expected) this.tell(error, http.getRequest<FastifyRequest>());
    send(reply, expected ?? unexpectedAnswer(error, http.getRequest<FastifyRequest>().id));
  }

  private tell(error: unknown, { id, method, url }: FastifyRequest): void {
    this.log.error('request failed', { request: id, method, path: url.split('?', 1)[0] ?? '', error });
  }
}
