import { DomainError, forbidden, refused } from '@domain/kernel';

/** 400 `{"detail": text}`: the query cannot be understood. */
export const badQuery = (detail: string): DomainError => refused({ detail }, 'INVALID_FILTER');

/** AWX prints the messages of its field validators as a JSON list. */
export const badValue = (text: string, problem: string): DomainError =>
  badQuery(JSON.stringify([`“${text}” value ${problem}`]));

/** 400, also when a relation in the middle of a path has no such field. */
export const unknownField = (model: string, name: string): DomainError =>
  badQuery(`${model} has no field named '${name}'`);

/** 403: secrets could be guessed by filtering. */
export const protectedField = (name: string, reason: boolean | string): DomainError =>
  forbidden(
    { detail: typeof reason === 'string' ? reason : `Filtering on ${name} is not allowed.` },
    'PROTECTED_FIELD',
  );

/** The one list that reports each problem as 400 `{"error": text}`. */
export const asError = (refusal: unknown): unknown =>
  refusal instanceof DomainError
    ? refused({ error: refusal.body['detail'] ?? refusal.message }, refusal.code)
    : refusal;
