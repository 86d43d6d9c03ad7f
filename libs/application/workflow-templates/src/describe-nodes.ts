import { commonEntries, type FieldDeclaration, shownEntry, writtenEntry } from '@application/resources';
import type { Json, JsonObject } from '@domain/kernel';
import { NODE_FIELDS } from './node-fields.js';
import { EDGE_KINDS, NODE_TYPE, workflowNodeModel } from './node-model.js';

const NONE_CHOSEN = '---------';

/** A choice can also be left open. */
const withOpenChoice = ({ choices }: FieldDeclaration, entry: JsonObject): JsonObject => {
  if (!choices) return entry;
  const open: readonly Json[] = choices.some(({ value }) => typeof value === 'string') ? [null, ''] : [null];
  return {
    ...entry,
    choices: [...open.map((value) => [value, NONE_CHOSEN]), ...(entry['choices'] as readonly Json[])],
  };
};

const entries = (describe: (field: FieldDeclaration) => JsonObject): JsonObject =>
  Object.fromEntries(NODE_FIELDS.map((field) => [field.name, withOpenChoice(field, describe(field))]));

const childEntries = (): JsonObject =>
  Object.fromEntries(
    EDGE_KINDS.map((kind) => {
      const label = `${kind.charAt(0).toUpperCase()}${kind.slice(1)} nodes`;
      return [`${kind}_nodes`, { type: 'field', label, help_text: '', filterable: false }];
    }),
  );

const SHOWN: JsonObject = {
  ...commonEntries({ type: NODE_TYPE, title: 'Workflow Job Template Node' }),
  ...entries(shownEntry),
  ...childEntries(),
};

const WRITTEN = entries(writtenEntry);

/** What OPTIONS says of nodes. @param method the writing method that is open to the caller, if there is one */
export const describeNodes = (method: 'POST' | 'PUT' | undefined): JsonObject => ({
  actions: { GET: SHOWN, ...(method && { [method]: WRITTEN }) },
  types: [NODE_TYPE],
  search_fields: workflowNodeModel.search ?? [],
  related_search_fields: (workflowNodeModel.relations ?? []).map(({ name }) => `${name}__search`).sort(),
  max_page_size: 200,
});
