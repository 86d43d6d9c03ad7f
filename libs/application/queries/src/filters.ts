import { countTests, readTest, type AnyOf, type Criterion, type Filters } from './criteria.js';
import { resolvePath, type Models } from './field-path.js';
import { splitLookup } from './lookups.js';
import type { QueryModel } from './model.js';
import { lastOf, type Parameters } from './query-string.js';
import { badQuery } from './refusals.js';
import { relationSearch, RELATION_SEARCH } from './relation-search.js';

const MOST_TESTS = 200;

const RESERVED: ReadonlySet<string> = new Set([
  ...['page', 'page_size', 'format', 'order', 'order_by', 'search', 'type', 'host_filter', 'count_disabled'],
  // So `limit=x` filters nothing, `limit__exact=x` does.
  ...['no_truncate', 'limit', 'validate', 'role_level'],
]);

/** @throws DomainError 400 or 403 in AWX's words */
export const readFilters = (models: Models, model: QueryModel, parameters: Parameters): Filters => {
  const found = { all: [] as Criterion[], any: [] as Criterion[], chained: [] as Criterion[] };
  const entries = [...parameters].flatMap(([key, values]) =>
    RESERVED.has(key) ? [] : values.map((text) => ({ key, text })),
  );
  for (const { key, text } of entries) {
    if (key.endsWith(RELATION_SEARCH)) continue;
    const { group, isNegated, name } = splitPrefix(key);
    const { path, lookup } = splitLookup(name);
    if (path === '') throw badQuery('Query string field name not provided.');
    found[group].push(readTest(resolvePath(models, model, path), lookup, text, isNegated));
  }
  const searched = relationSearch(models, model, entries);
  const together = [
    ...found.all,
    ...anyOf(found.any),
    ...searched.together,
    ...wordSearch(models, model, parameters),
    ...typeFilter(models, model, parameters),
  ];
  const apart = [...searched.apart, ...found.chained];
  if (countTests([...together, ...apart]) > MOST_TESTS) {
    throw badQuery(`Too many filters, at most ${MOST_TESTS} are read.`);
  }
  return { together, apart };
};

const splitPrefix = (key: string) => {
  const [, prefix = '', not = '', name = ''] = /^(chain__|or__)?(not__)?(.*)$/s.exec(key) ?? [];
  const group = prefix === 'chain__' ? 'chained' : prefix === 'or__' ? 'any' : 'all';
  return { group, isNegated: not !== '', name } as const;
};

const anyOf = (criteria: readonly Criterion[]): readonly AnyOf[] =>
  criteria.length > 0 ? [{ kind: 'any', of: criteria }] : [];

/** `search=`: every word in one of the model's search columns. */
const wordSearch = (models: Models, model: QueryModel, parameters: Parameters): readonly Criterion[] => {
  const words = (lastOf(parameters, 'search') ?? '').split(/[\s,]+/).filter((word) => word !== '');
  if (words.length === 0) return [];
  const paths = (model.search ?? []).map((name) => resolvePath(models, model, name));
  return words.flatMap((word) => anyOf(paths.map((path) => readTest(path, 'icontains', word))));
};

/** `type=a,b`: of a list with one type all rows or none. */
const typeFilter = (models: Models, model: QueryModel, parameters: Parameters): readonly Criterion[] => {
  const types = lastOf(parameters, 'type');
  if (types === undefined) return [];
  const check = { lookup: 'in', operand: types.split(',') } as const;
  return [{ kind: 'test', path: resolvePath(models, model, 'type'), check, isNegated: false }];
};
