import type { Viewer } from '@domain/access';
import type { Answer } from '../answers/answer.js';
import { notAllowed } from '../answers/http-refusal.js';
import type { Buses } from './buses.js';
import { allowedMethods, type ApiRequest, type Endpoint, type Method } from './endpoint.js';
import { describeEndpoint } from './options.js';

/** Hands a request to the method's handler. @throws HttpRefusal 405 when the path has none */
export const dispatch = async (
  target: Endpoint,
  request: ApiRequest<Viewer | undefined>,
  buses: Buses,
): Promise<Answer> => {
  if (request.method === 'OPTIONS') return describeEndpoint(target, request, buses);
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const handler = Object.hasOwn(target.methods, method) ? target.methods[method as Method] : undefined;
  if (!handler) throw notAllowed(request.method, allowedMethods(target));
  return handler(request, buses);
};
