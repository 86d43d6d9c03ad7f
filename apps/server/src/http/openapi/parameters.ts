import { jobModels } from '@application/job-views';
import type { ColumnType, QueryModel } from '@application/queries';
import { resourceModels, roleModel } from '@application/resources';
import { scheduleModel } from '@application/schedules';
import { workflowNodeModel } from '@application/workflow-templates';
import type { JsonObject } from '@domain/kernel';
import { FLAG, INTEGER, OBJECT, type Schema, TEXT } from './json-schema.js';

type Parameters = Readonly<Record<string, JsonObject>>;

const TYPES: Readonly<Record<ColumnType, Schema>> = {
  string: TEXT,
  text: TEXT,
  json: TEXT,
  integer: INTEGER,
  id: INTEGER,
  float: { type: 'number' },
  boolean: FLAG,
  datetime: { ...TEXT, format: 'date-time' },
};

const query = (name: string, description: string, schema: Schema): JsonObject => ({
  name,
  in: 'query',
  description,
  schema,
});

const LOOKUPS =
  'Any field, also one of related objects, with a lookup: `name__icontains`, `inventory__organization__name`, ' +
  '`id__in=1,2`, `not__status`, `or__name`, `chain__labels__name`. Lookups: exact, iexact, contains, icontains, ' +
  'startswith, istartswith, endswith, iendswith, regex, iregex, gt, gte, lt, lte, in, isnull; of a relation also search.';

/** Of every list. */
const COMMON: Parameters = {
  page: query('page', 'Page, from 1; `last` is one, too.', { type: ['integer', 'string'] }),
  page_size: query('page_size', 'Objects on a page.', { ...INTEGER, default: 25, maximum: 200 }),
  order_by: query('order_by', 'Fields with commas between them; `-` before one for descending.', TEXT),
  search: query('search', 'Every word must occur in one of the texts.', TEXT),
  type: query('type', 'Types with commas between them.', TEXT),
  role_level: query('role_level', 'Only objects on which the caller has this role, `use_role`.', TEXT),
  count_disabled: query('count_disabled', 'Any value: results alone, not counted.', TEXT),
  filters: {
    ...query('filters', LOOKUPS, { ...OBJECT, additionalProperties: TEXT, examples: [{}] }),
    ...{ style: 'form', explode: true, example: {} },
  },
};

const models: ReadonlyMap<string, QueryModel> = new Map(
  [...resourceModels, roleModel, workflowNodeModel, scheduleModel, ...jobModels].map((model) => [model.name, model]),
);

const namedIn = (parameters: Parameters, prefix: string): Parameters =>
  Object.fromEntries(Object.entries(parameters).map(([name, parameter]) => [`${prefix}.${name}`, parameter]));

/** Fields of the model itself and its relations, by which its lists are filtered. */
const ofModel = ({ columns, relations = [] }: QueryModel): Parameters => {
  const shown = columns.filter(({ filterable, protected: isSecret }) => filterable !== false && !isSecret);
  const followed = relations.filter(({ protected: isSecret }) => !isSecret);
  return {
    ...Object.fromEntries(
      shown.map(({ name, type }) => [name, query(name, `Objects whose ${name} is this.`, TYPES[type])]),
    ),
    ...Object.fromEntries(followed.map(({ name }) => [name, query(name, `Id of one of the ${name}.`, INTEGER)])),
  };
};

/** All parameters of lists, by the names under which lists refer to them. */
export const listParameters = (): Parameters =>
  Object.assign(
    namedIn(COMMON, 'list'),
    ...[...models.values()].map((model) => namedIn(ofModel(model), model.name)),
  ) as Parameters;

const refer = (name: string): JsonObject => ({ $ref: `#/components/parameters/${name}` });

/** What a list of a model is asked with. */
export const parametersOf = (name: string): readonly JsonObject[] => {
  const model = models.get(name);
  const own = model ? Object.keys(namedIn(ofModel(model), name)) : [];
  return [...own, ...Object.keys(namedIn(COMMON, 'list'))].map(refer);
};
