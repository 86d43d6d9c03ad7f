import type { Page } from './list-request.js';
import { invalidPage, pageLink, pagesOf, readPageChoice } from './paging.js';
import { parseQuery } from './query-string.js';

/** A page of what is no table: cut by `page` and `page_size`, as all lists are. @throws DomainError 404 for a page beyond the end */
export const pageOf = <Item>(
  all: readonly Item[],
  { path, search }: { readonly path: string; readonly search: string },
): Page & { readonly items: readonly Item[] } => {
  const parameters = parseQuery(search);
  const { size, number: asked, isCountDisabled } = readPageChoice(parameters);
  const last = pagesOf(all.length, size);
  const number = asked === 'last' ? last : asked;
  if (number > last) throw invalidPage();
  const link = (page: number): string => pageLink(path, parameters, page);
  return {
    ...{ count: all.length, rows: [], isCountDisabled },
    next: number < last ? link(number + 1) : null,
    previous: number > 1 ? link(number - 1) : null,
    items: all.slice((number - 1) * size, number * size),
  };
};
