import { isUtf8 } from 'node:buffer';
import { isJsonObject, refused, withEntries, type DomainError, type Json, type JsonObject } from '@domain/kernel';
import { JsonSyntaxError } from '@application/variables';
import { HttpRefusal, WRONG_CONTENT_TYPE } from '../answers/http-refusal.js';

import { readJson } from './read-json.js';

/** A request's body as it came. It is read when an endpoint asks for it, after the caller and the method have passed. */
export interface RawBody {
  readonly contentType: string;
  readonly bytes: Buffer | undefined;
}

export type BodyKind = 'json' | 'form';

/**
 * The body as an object; an empty one is `{}` whatever its type (spec resources.md §2). Forms only where they are offered.
 * @throws HttpRefusal 415 for other types
 * @throws DomainError 400 for text that is no JSON object
 */
export const readBody = ({ contentType, bytes }: RawBody, accepts: BodyKind = 'json'): JsonObject => {
  if (bytes === undefined || bytes.length === 0) return {};
  const type = (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
  if (type === 'application/json' || type.endsWith('+json')) return jsonObject(bytes);
  if (type === 'application/x-www-form-urlencoded' && accepts === 'form') return formFields(bytes);
  throw new HttpRefusal(415, WRONG_CONTENT_TYPE);
};

const jsonObject = (bytes: Buffer): JsonObject => {
  if (!isUtf8(bytes)) throw parseError('the text is not UTF-8');
  const value = parsed(bytes.toString('utf8'));
  if (!isJsonObject(value)) throw refused({ detail: 'JSON parse error - not a JSON object' }, 'NOT_AN_OBJECT');
  return value;
};

const parsed = (text: string): Json => {
  try {
    return readJson(text);
  } catch (error) {
    throw error instanceof JsonSyntaxError ? parseError(error.message) : error;
  }
};

const parseError = (problem: string): DomainError =>
  refused({ detail: `JSON parse error - ${problem}\nPossible cause: trailing comma.` }, 'MALFORMED_JSON');

/** The last value of a repeated field counts. */
const formFields = (bytes: Buffer): JsonObject => withEntries(new URLSearchParams(bytes.toString('utf8')));
