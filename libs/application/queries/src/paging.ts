import { missing, type DomainError } from '@domain/kernel';
import { lastOf, printQuery, type Parameters } from './query-string.js';

const DEFAULT_SIZE = 25;
const LARGEST_SIZE = 200;
/** Far above any list, and small enough that an offset stays an exact integer. */
const LARGEST_PAGE = 1_000_000_000;

/** Which part of a list is asked for. */
export interface PageChoice {
  readonly size: number;
  readonly number: number | 'last';
  readonly isCountDisabled: boolean;
}

/** 404 on every list but `/hosts/`. */
export const invalidPage = (): DomainError => missing('Invalid page.', 'INVALID_PAGE');

/** @throws DomainError 404 for what is no page number */
export const readPageChoice = (parameters: Parameters): PageChoice => ({
  size: sizeFrom(lastOf(parameters, 'page_size') ?? ''),
  number: numberFrom(lastOf(parameters, 'page') || '1'),
  isCountDisabled: parameters.has('count_disabled'),
});

const sizeFrom = (text: string): number => {
  const size = integerFrom(text);
  return size > 0 ? Math.min(size, LARGEST_SIZE) : DEFAULT_SIZE;
};

const numberFrom = (text: string): number | 'last' => {
  if (text === 'last') return text;
  const page = integerFrom(text);
  if (page < 1 || page > LARGEST_PAGE) throw invalidPage();
  return page;
};

const integerFrom = (text: string): number => (/^\s*\+?\d+\s*$/.test(text) ? Number(text) : 0);

/** Page 1 of an empty list exists. */
export const pagesOf = (count: number, size: number): number => Math.max(1, Math.ceil(count / size));

/** Path and query of a neighbouring page, the other parameters kept; a size that was cut is printed as cut. */
export const pageLink = (path: string, parameters: Parameters, page: number): string => {
  const query = new Map(parameters).set('page', [String(page)]);
  if (integerFrom(lastOf(parameters, 'page_size') ?? '') > LARGEST_SIZE) query.set('page_size', [String(LARGEST_SIZE)]);
  return `${path}?${printQuery(query)}`;
};
