import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Viewer } from '@domain/access';
import { notLoggedIn } from '../answers/http-refusal.js';
import type { Access } from '../routing/endpoint.js';
import { basicCredentials } from './basic-credentials.js';
import { Login } from './login.js';

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

/** Lets in whom the endpoint allows, and notes who it is. @throws HttpRefusal 401 */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(@Inject(Login) private readonly login: Login) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = Reflect.getMetadata(ACCESS, context.getClass()) as Access;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const allow = Reflect.getMetadata(ALLOW, context.getClass()) as string;
    context.switchToHttp().getResponse<FastifyReply>().header('allow', allow);
    const { authorization } = request.headers;
    if (access === 'nobody' || (access === 'optional' && authorization === undefined)) return true;
    const credentials = basicCredentials(authorization);
    request.viewer = credentials && (await this.login.viewer(credentials));
    if (!request.viewer) throw notLoggedIn();
    return true;
  }
}
