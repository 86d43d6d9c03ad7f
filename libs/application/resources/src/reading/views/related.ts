import type { Row } from '@application/ports';
import type { JsonObject } from '@domain/kernel';
import { type ResourceDeclaration, urlOf } from '../../declaration/resource.js';
import { kindOf } from '../../registry.js';
import { columnsOf } from '../tables.js';

/** URLs below the object's own, the same for every object of the kind. */
const below = ({ related }: ResourceDeclaration, url: string): JsonObject =>
  Object.fromEntries(Object.entries(related).map(([key, path]) => [key, `${url}${path}/`]));

const isSet = (row: Row, column: string): boolean => row[column] !== null && row[column] !== undefined;

/** Whoever signed may be gone; the row remembers the id all the same. */
const signatures = (row: Row, present: JsonObject): JsonObject =>
  Object.fromEntries(
    ['created_by', 'modified_by']
      .filter((name) => Object.hasOwn(present, name))
      .map((name) => [name, urlOf(kindOf('user'), Number(row[name]))]),
  );

const references = (kind: ResourceDeclaration, row: Row): JsonObject =>
  Object.fromEntries(
    columnsOf(kind).flatMap(({ name, target }) =>
      target !== undefined && isSet(row, name) ? [[name, urlOf(kindOf(target), Number(row[name]))]] : [],
    ),
  );

/** `related` of a row; a key whose target is not set is absent. @param present summaries of what the row refers to */
export const relatedOf = (kind: ResourceDeclaration, row: Row, present: JsonObject): JsonObject => ({
  ...signatures(row, present),
  ...below(kind, urlOf(kind, Number(row['id']))),
  ...references(kind, row),
});
