import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Viewer } from '@domain/access';
import { forbidden } from '@domain/kernel';
import { notLoggedIn } from '../answers/http-refusal.js';
import type { Access } from '../routing/endpoint.js';
import { Authenticator, type KnownCaller } from './authenticator.js';
import { demandCsrfToken } from './csrf.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard; undefined for those who have not logged in. */
    viewer: Viewer | undefined;
    /** The endpoint chooses the form of its answer itself. */
    isFormGiven: boolean;
  }
}

/** Key of the metadata that says who may call a controller. */
export const ACCESS = Symbol('access');

/** Key of the metadata that names a controller's methods; AWX tells them with every answer, refusals too. */
export const ALLOW = Symbol('allow');

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Lets in whom the endpoint allows, and notes who it is. @throws HttpRefusal 401, 403, DomainError 403 */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(@Inject(Authenticator) private readonly authenticator: Authenticator) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = Reflect.getMetadata(ACCESS, context.getClass()) as Access;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const allow = Reflect.getMetadata(ALLOW, context.getClass()) as string;
    context.switchToHttp().getResponse<FastifyReply>().header('allow', allow);
    if (access === 'nobody') return true;
    const caller = await this.authenticator.caller(request.headers, request.ip);
    if (access === 'open-post' && request.method === 'POST') {
      request.viewer = whoMayWrite(caller);
      return true;
    }
    const mayBeNobody = access === 'optional' && request.headers.authorization === undefined;
    if (caller) this.admit(request, caller);
    else if (!mayBeNobody) throw notLoggedIn();
    return true;
  }

  private admit(request: FastifyRequest, { viewer, mayWrite, csrfToken }: KnownCaller): void {
    request.viewer = viewer;
    if (SAFE.has(request.method)) return;
    if (!mayWrite) throw forbidden();
    if (csrfToken === undefined) return;
    demandCsrfToken({ isSecure: request.protocol === 'https', headers: request.headers }, { expected: csrfToken });
  }
}

/** Where no login is needed, one that does not hold is as good as none; so is a session, which a browser sends unasked. */
const whoMayWrite = (caller: KnownCaller | undefined): Viewer | undefined =>
  caller?.mayWrite === true && caller.csrfToken === undefined ? caller.viewer : undefined;
