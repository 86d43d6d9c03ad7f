import type { JsonObject } from '@domain/kernel';
import type { Page } from './list-request.js';

/** The envelope of a list (spec resources.md §3.1). */
export const listAnswer = (page: Page, results: readonly JsonObject[]): JsonObject =>
  page.isCountDisabled ? { results } : { count: page.count, next: page.next, previous: page.previous, results };
