import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import type { Answer } from '../answers/answer.js';
import type { Buses } from './buses.js';
import { allowedMethods, type ApiRequest, type Endpoint } from './endpoint.js';

/** AWX names the page it shows to browsers, too; clients that read the list find what they look for. */
const RENDERS = ['application/json', 'text/html'];
const PARSES = ['application/json'];

/** The answer to OPTIONS: name, formats, and what the endpoint says of itself. */
export const describeEndpoint = async (
  target: Endpoint,
  request: ApiRequest<Viewer | undefined>,
  buses: Buses,
): Promise<Answer> => {
  const common = { name: target.name, description: '', renders: RENDERS, parses: PARSES };
  const own = (await target.describe?.(request, buses)) ?? {};
  const actions = own['actions'] ?? undescribed(target);
  return { headers: { allow: allowedMethods(target) }, json: { ...common, ...own, actions } };
};

/** Clients look under `actions` everywhere; an endpoint that says nothing of its fields has none to tell of. */
const undescribed = ({ methods }: Endpoint): JsonObject =>
  Object.fromEntries((['GET', 'POST', 'PUT'] as const).filter((name) => methods[name]).map((name) => [name, {}]));
