import type { JsonObject } from '@domain/kernel';
import { ref, type Schema } from './json-schema.js';

/** An answer with a JSON body. */
const jsonAnswer = (description: string, schema: Schema): JsonObject => ({
  description,
  content: { 'application/json': { schema } },
});

/** Refusals (spec resources.md §2), by the names under which operations refer to them. */
export const RESPONSES: JsonObject = {
  Invalid: jsonAnswer('A value, the body or the query is wrong.', { anyOf: [ref('Refusal'), ref('FieldErrors')] }),
  NotLoggedIn: {
    ...jsonAnswer('Nobody is logged in.', ref('Refusal')),
    headers: { 'WWW-Authenticate': { description: 'How to log in.', schema: { type: 'string' } } },
  },
  Forbidden: jsonAnswer('The caller may not do that.', { anyOf: [ref('Refusal'), ref('FieldErrors')] }),
  Missing: jsonAnswer('There is no such object.', ref('Refusal')),
  NotOffered: {
    ...jsonAnswer('The object does not offer that, or not now.', { anyOf: [ref('Refusal'), ref('FieldErrors')] }),
    headers: { Allow: { description: 'Methods that are offered.', schema: { type: 'string' } } },
  },
  NotAcceptable: jsonAnswer('There is no such form of the answer.', ref('Refusal')),
  InUse: jsonAnswer('Jobs that run use the object.', ref('FieldErrors')),
  TooLarge: jsonAnswer('The body is too large.', ref('Refusal')),
  WrongType: jsonAnswer('The body is no JSON.', ref('Refusal')),
};

const REFUSALS = {
  400: 'Invalid',
  401: 'NotLoggedIn',
  403: 'Forbidden',
  404: 'Missing',
  405: 'NotOffered',
  406: 'NotAcceptable',
  409: 'InUse',
  413: 'TooLarge',
  415: 'WrongType',
} as const;

/** A status that refuses. */
export type RefusedStatus = keyof typeof REFUSALS;

/** Status to the refusal that it stands for. */
export const refusals = (...statuses: readonly RefusedStatus[]): JsonObject =>
  Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/${REFUSALS[status]}` }]));
