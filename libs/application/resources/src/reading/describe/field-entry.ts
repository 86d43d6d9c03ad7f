import type { Json, JsonObject } from '@domain/kernel';
import type { FieldDeclaration, FieldType } from '../../declaration/field.js';

/** Types by the names that OPTIONS has for them. */
const TYPES: Readonly<Record<FieldType, string>> = {
  text: 'string',
  variables: 'json',
  choice: 'choice',
  flag: 'boolean',
  integer: 'integer',
  reference: 'id',
  json: 'json',
  time: 'datetime',
  inputs: 'json',
  password: 'string',
  secret: 'string',
  untyped: 'field',
};

/** What is told of a field that can be read. */
export type ReadableField = Pick<
  FieldDeclaration,
  'type' | 'describedAs' | 'label' | 'help' | 'filterable' | 'min' | 'max' | 'choices'
>;

const limits = ({ type, min, max }: ReadableField): JsonObject =>
  type === 'integer'
    ? { ...(min !== undefined && { min_value: min }), ...(max !== undefined && { max_value: max }) }
    : {};

const choices = (field: ReadableField): JsonObject =>
  field.choices ? { choices: field.choices.map(({ value, label }): Json => [value, label]) } : {};

/** A field under `actions.GET`. */
export const shownEntry = (field: ReadableField): JsonObject => ({
  type: field.describedAs ?? TYPES[field.type],
  label: field.label,
  help_text: field.help,
  filterable: field.filterable,
  ...limits(field),
  ...choices(field),
});

/** A field under `actions.POST` and `actions.PUT`. */
export const writtenEntry = (field: FieldDeclaration): JsonObject => ({
  ...shownEntry(field),
  required: field.required,
  ...(field.default !== undefined && { default: field.default }),
  ...(field.maxLength !== undefined && { max_length: field.maxLength }),
});
