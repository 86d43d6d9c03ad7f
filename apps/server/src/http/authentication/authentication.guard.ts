import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Viewer } from '@domain/access';
import { forbidden } from '@domain/kernel';
import { notLoggedIn } from '../answers/http-refusal.js';
import type { Access } from '../routing/endpoint.js';
import { Authenticator } from './authenticator.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard; undefined for those who have not logged in. */
    viewer: Viewer | undefined;
  }
}

/** Key of the metadata that says who may call a controller. */
export const ACCESS = Symbol('access');

/** Key of the metadata that names a controller's methods; AWX tells them with every answer, refusals too. */
export const ALLOW = Symbol('allow');

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Lets in whom the endpoint allows, and notes who it is. @throws HttpRefusal 401, DomainError 403 */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(@Inject(Authenticator) private readonly authenticator: Authenticator) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = Reflect.getMetadata(ACCESS, context.getClass()) as Access;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const allow = Reflect.getMetadata(ALLOW, context.getClass()) as string;
    context.switchToHttp().getResponse<FastifyReply>().header('allow', allow);
    const { authorization } = request.headers;
    if (access === 'nobody' || (access === 'optional' && authorization === undefined)) return true;
    const caller = await this.authenticator.caller(request.headers);
    if (!caller) throw notLoggedIn();
    request.viewer = caller.viewer;
    if (!caller.mayWrite && !SAFE.has(request.method)) throw forbidden();
    return true;
  }
}
