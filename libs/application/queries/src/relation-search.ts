import { NO_FILTERS, readTest, type AnyOf, type Filters } from './criteria.js';
import { resolvePath, type Models } from './field-path.js';
import type { QueryColumn, QueryModel } from './model.js';
import { badQuery } from './refusals.js';

/** Ends a parameter that looks into the texts of related rows: `labels__search=prod`. */
export const RELATION_SEARCH = '__search';

const SEARCHED: readonly string[] = ['username', 'first_name', 'last_name', 'email', 'name', 'description', 'playbook'];

const isSearched = ({ name, filterable, protected: isProtected }: QueryColumn): boolean =>
  SEARCHED.includes(name) && filterable !== false && !isProtected;

interface Entry {
  readonly key: string;
  readonly text: string;
}

/**
 * Terms of several parameters are alternatives. As soon as one holds a comma all of them must occur, each in any related row.
 * @throws DomainError 400 when it is asked of something that is no relation
 */
export const relationSearch = (models: Models, model: QueryModel, entries: readonly Entry[]): Filters => {
  const searches = entries.filter(({ key }) => key.endsWith(RELATION_SEARCH));
  const isEach = searches.some(({ text }) => text.includes(','));
  const terms = searches
    .flatMap(({ key, text }) => (isEach ? text.split(',') : [text]).map((term) => termIn(models, model, key, term)))
    .filter(({ of }) => of.length > 0);
  if (terms.length === 0) return NO_FILTERS;
  return isEach ? { together: [], apart: terms } : { together: [{ kind: 'any', of: terms }], apart: [] };
};

const termIn = (models: Models, model: QueryModel, key: string, term: string): AnyOf => {
  const path = key.slice(0, -RELATION_SEARCH.length);
  const { field } = resolvePath(models, model, path);
  if (field.kind !== 'relation') throw badQuery(`${path} is not searchable`);
  const columns = models(field.relation.target).columns.filter(isSearched);
  const tests = columns.map(({ name }) => readTest(resolvePath(models, model, `${path}__${name}`), 'icontains', term));
  return { kind: 'any', of: tests };
};
