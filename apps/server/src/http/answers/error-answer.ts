import { HttpException } from '@nestjs/common';
import { LogUnavailable, ReadStoreUnavailable } from '@application/ports';
import { DomainError, type ErrorKind } from '@domain/kernel';
import type { Answer } from './answer.js';
import { HttpRefusal, WRONG_CONTENT_TYPE } from './http-refusal.js';

const STATUS: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  refused: 400,
  forbidden: 403,
  missing: 404,
  'not-allowed': 405,
  'in-use': 409,
  retry: 409,
};

const SERVER_ERROR = 'A server error has occurred.';
const UNAVAILABLE = 'Service temporarily unavailable, try again later.';

/** AWX's answer to an error that was expected; undefined for one that was not, of which a caller learns nothing. */
export const expectedAnswer = (error: unknown): Answer | undefined => {
  if (error instanceof DomainError) return { status: STATUS[error.kind], json: error.body };
  if (error instanceof HttpRefusal)
    return { status: error.status, headers: error.headers, json: { detail: error.detail } };
  const status = error instanceof HttpException ? error.getStatus() : statusOfParser(error);
  if (status === undefined || status >= 500) return undefined;
  return { status, json: { detail: DETAILS[status] ?? 'The request could not be understood.' } };
};

/** 500 without internals, 503 while a database does not answer; the request id leads to the log line. */
export const unexpectedAnswer = (error: unknown, requestId: string): Answer =>
  error instanceof ReadStoreUnavailable || error instanceof LogUnavailable
    ? { status: 503, headers: { 'retry-after': '5' }, json: { detail: `${UNAVAILABLE} (request ${requestId})` } }
    : { status: 500, json: { detail: `${SERVER_ERROR} (request ${requestId})` } };

/** Refusals of Nest and Fastify themselves carry words of the framework; these are said instead. */
const DETAILS: Readonly<Record<number, string>> = {
  404: 'The requested resource could not be found.',
  413: 'The request body is too large.',
  414: 'The path is too long.',
  415: WRONG_CONTENT_TYPE,
  431: 'The request headers are too large.',
};

const statusOfParser = (error: unknown): number | undefined => {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 ? status : undefined;
};
