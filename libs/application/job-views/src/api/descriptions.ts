import type { QueryModel } from '@application/queries';
import { commonEntries, shownEntry } from '@application/resources';
import type { JsonObject } from '@domain/kernel';
import type { JobField } from '../fields/field.js';

const MAX_PAGE_SIZE = 200;

/** What OPTIONS calls the things of an endpoint. */
export interface Described {
  readonly types: readonly (readonly [type: string, label: string])[];
  readonly title: string;
  readonly fields: readonly JobField[];
  readonly model: QueryModel;
}

/** What OPTIONS tells of lists and details of jobs and their parts: all are written by the service alone. */
export const describeShown = ({ types, title, fields, model }: Described): JsonObject => {
  const [type = ''] = types[0] ?? [];
  const common = commonEntries({ type, title });
  return {
    actions: {
      GET: {
        ...common,
        type: {
          ...(common['type'] as JsonObject),
          filterable: true,
          choices: types.map(([name, label]) => [name, label]),
        },
        ...Object.fromEntries(
          fields.filter(({ shown }) => shown === 'list').map((field) => [field.name, shownEntry(field)]),
        ),
      },
    },
    types: types.map(([name]) => name).sort(),
    search_fields: [...(model.search ?? [])].sort(),
    related_search_fields: (model.relations ?? []).map(({ name }) => `${name}__search`).sort(),
    max_page_size: MAX_PAGE_SIZE,
  };
};
