import type { Json, JsonObject } from '@domain/kernel';

/** A JSON Schema (draft 2020-12), as OpenAPI 3.1 has it. */
export type Schema = JsonObject;

/** A schema of the document's own, by name. */
export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

export const ANYTHING: Schema = {};
export const TEXT: Schema = { type: 'string' };
export const INTEGER: Schema = { type: 'integer' };
export const FLAG: Schema = { type: 'boolean' };
export const OBJECT: Schema = { type: 'object' };

export const arrayOf = (items: Schema): Schema => ({ type: 'array', items });

/** All of these properties, and maybe others. */
export const objectOf = (properties: Readonly<Record<string, Schema>>, required = Object.keys(properties)): Schema => ({
  type: 'object',
  properties,
  ...(required.length > 0 && { required }),
});

/** The same, or null. */
export const orNull = (schema: Schema): Schema => {
  const { type, enum: values } = schema;
  const types: readonly Json[] = type === undefined || Array.isArray(type) ? [] : [type, 'null'];
  return {
    ...schema,
    ...(types.length > 0 && { type: types }),
    ...(Array.isArray(values) && { enum: [...(values as readonly Json[]), null] }),
  };
};

/** The envelope of a list (spec resources.md §3.1); with `count_disabled` its results alone. */
export const pageOf = (items: Schema): Schema => ({
  type: 'object',
  properties: {
    count: { ...INTEGER, description: 'How many there are on all pages.' },
    next: { type: ['string', 'null'], description: 'Path and query of the next page.' },
    previous: { type: ['string', 'null'], description: 'Path and query of the page before.' },
    results: arrayOf(items),
  },
  required: ['results'],
});
