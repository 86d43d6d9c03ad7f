import { refused } from '@domain/kernel';

/** What the listing of an inventory shall contain. */
export interface ScriptRequest {
  readonly hostvars: boolean;
  /** With variables that tell a play which host it is here. */
  readonly towervars: boolean;
  /** Disabled hosts, too. */
  readonly all: boolean;
  /** Every n-th host, counted from 1. */
  readonly slice: { readonly number: number; readonly count: number };
}

const refuse = (detail: string): never => {
  throw refused({ detail });
};

const sliceOf = (subset: string): ScriptRequest['slice'] => {
  if (subset === '') return { number: 1, count: 1 };
  if (!subset.startsWith('slice')) refuse('Subset does not use any supported syntax.');
  const [, first = '', of = ''] = /^slice(\d{1,9})of(\d{1,9})/.exec(subset) ?? [];
  const [number, count] = [Number(first), Number(of)];
  if (first === '') refuse('Could not parse subset as slice specification.');
  if (number > count) refuse('Slice number must be less than total number of slices.');
  if (number < 1) refuse('Slice number must be 1 or higher.');
  return { number, count };
};

/** Any value but none at all switches an option on. @throws DomainError refused for a subset that is no slice */
export const readScriptRequest = (query: URLSearchParams): ScriptRequest => ({
  hostvars: Boolean(query.get('hostvars')),
  towervars: Boolean(query.get('towervars')),
  all: Boolean(query.get('all')),
  slice: sliceOf(query.get('subset') ?? ''),
});
