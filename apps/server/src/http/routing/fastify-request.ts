import type { FastifyRequest } from 'fastify';
import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import { noSuchRoute } from '../answers/http-refusal.js';
import { readBody, type BodyKind } from '../bodies/request-body.js';
import type { ApiRequest } from './endpoint.js';
import { askedMethod } from './unusual-methods.js';

const ID = /^[0-9]{1,15}$/;

/** What endpoints see of a Fastify request. Nothing is read before it is asked for. */
export class IncomingRequest implements ApiRequest<Viewer | undefined> {
  constructor(
    private readonly request: FastifyRequest,
    readonly viewer: Viewer | undefined,
  ) {}

  get id(): string {
    return this.request.id;
  }

  get method(): string {
    return askedMethod(this.request.raw);
  }

  get path(): string {
    return this.request.url.split('?', 1)[0] ?? '';
  }

  get search(): string {
    const at = this.request.url.indexOf('?');
    return at < 0 ? '' : this.request.url.slice(at + 1);
  }

  get isSecure(): boolean {
    return this.request.protocol === 'https';
  }

  get remote(): string {
    return this.request.ip;
  }

  get headers(): ApiRequest['headers'] {
    return this.request.headers;
  }

  param(name: string): string {
    return (this.request.params as Readonly<Record<string, string>>)[name] ?? '';
  }

  number(name: string): number {
    const text = this.param(name);
    if (!ID.test(text)) throw noSuchRoute();
    return Number(text);
  }

  query(): URLSearchParams {
    return new URLSearchParams(this.search);
  }

  body(accepts: BodyKind = 'json'): JsonObject {
    const contentType = this.request.headers['content-type'] ?? '';
    return readBody({ contentType, bytes: this.request.body as Buffer | undefined }, accepts);
  }
}
