import { rulesOf, type Viewer } from '@domain/access';
import { forbidden } from '@domain/kernel';
import type { Answer } from '../answers/answer.js';
import { notAllowed } from '../answers/http-refusal.js';
import { formOf, type Wish } from '../answers/negotiation.js';
import type { Buses } from './buses.js';
import { allowedMethods, type ApiRequest, type Endpoint, type Method } from './endpoint.js';
import { describeEndpoint } from './options.js';

/**
 * Hands a request to the method's handler.
 * @throws HttpRefusal 405 when the path has none, 406 or 404 when it has no such form
 * @throws DomainError 403 when its rule does not let the viewer in, or there is no rule
 */
export const dispatch = async (
  target: Endpoint,
  request: ApiRequest<Viewer | undefined>,
  buses: Buses,
): Promise<Answer> => {
  if (request.method === 'OPTIONS') return describeEndpoint(target, request, buses);
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const handler = Object.hasOwn(target.methods, method) ? target.methods[method as Method] : undefined;
  if (!handler) throw notAllowed(request.method, allowedMethods(target));
  if (!target.choosesForm) formOf(wishOf(request));
  admit(target, method as Method, request.viewer);
  return handler(request, buses);
};

const wishOf = (request: ApiRequest<Viewer | undefined>): Wish => {
  const { accept } = request.headers;
  return { accept: Array.isArray(accept) ? accept.join(',') : accept, format: request.query().get('format') };
};

/** What needs no look at an object is decided here; the rest by whoever finds the object. */
const admit = ({ rules }: Endpoint, method: Method, viewer: Viewer | undefined): void => {
  const needed = rulesOf(rules[method] ?? 'superuser');
  if (viewer?.isSuperuser) return;
  if (needed.includes('superuser')) throw forbidden();
  if (needed.includes('auditor') && !viewer?.isSystemAuditor) throw forbidden();
};
