import type { JsonObject } from './json.js';

/** How a caller can react; apps/server maps kinds to HTTP status and AWX's bodies (spec resources.md §2). */
export type ErrorKind =
  | 'invalid' // 400 field map
  | 'refused' // 400 with the endpoint's own body
  | 'forbidden' // 403
  | 'missing' // 404
  | 'not-allowed' // 405
  | 'in-use' // 409
  | 'retry'; // 409 after repeated conflicts

export type FieldErrors = Readonly<Record<string, readonly string[]>>;

/** An expected refusal that the caller can act on. `body` is what the API answers with, already in AWX's shape. */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    readonly body: JsonObject,
    options?: ErrorOptions,
  ) {
    super(code, options);
  }
}

/** 400 `{"field": ["message", …]}` */
export const invalid = (fields: FieldErrors, code = 'VALIDATION_FAILED'): DomainError =>
  new DomainError('invalid', code, fields);

/** 400 with any body of its own, such as `{"error": "…"}` or `{"msg": "…"}`. */
export const refused = (body: JsonObject, code = 'REFUSED'): DomainError => new DomainError('refused', code, body);

/** 403 `{"detail": …}`, or a body of its own. */
export const forbidden = (
  body: JsonObject = { detail: 'You do not have permission to perform this action.' },
  code = 'FORBIDDEN',
): DomainError => new DomainError('forbidden', code, body);

/** 404 */
export const missing = (detail = 'Not found.', code = 'NOT_FOUND'): DomainError =>
  new DomainError('missing', code, { detail });
