import type { FieldDeclaration, FieldType } from '@application/resources';
import { ANYTHING, FLAG, INTEGER, OBJECT, orNull, type Schema, TEXT } from './json-schema.js';

/** What schemas are made of. */
export type DeclaredField = Pick<FieldDeclaration, 'name' | 'type' | 'help' | 'nullable' | 'choices'> &
  Partial<Pick<FieldDeclaration, 'default' | 'min' | 'max' | 'maxLength' | 'describedAs'>>;

const TYPES: Readonly<Record<FieldType, Schema>> = {
  text: TEXT,
  variables: { ...TEXT, description: 'Variables as JSON or YAML text, kept exactly as written.' },
  choice: ANYTHING,
  flag: FLAG,
  integer: INTEGER,
  reference: { ...INTEGER, description: 'Id of the object.' },
  json: ANYTHING,
  time: { ...TEXT, format: 'date-time' },
  inputs: { ...OBJECT, description: 'Inputs of the credential type; a stored secret is shown as `$encrypted$`.' },
  password: { ...TEXT, description: 'Always shown as `$encrypted$`.' },
  secret: { ...TEXT, description: 'In clear in the answer that makes it, `************` everywhere else.' },
  untyped: ANYTHING,
};

const common = (field: DeclaredField): Schema => {
  const { type, help, choices } = field;
  return {
    ...TYPES[type],
    ...(choices && type === 'choice' && { enum: choices.map(({ value }) => value) }),
    ...(help !== '' && { description: help }),
  };
};

/** A field of an answer. References and times are null as long as there is nothing. */
export const shownSchema = (field: DeclaredField): Schema => {
  const isOpen = field.nullable || field.type === 'time' || field.type === 'reference';
  return isOpen ? orNull(common(field)) : common(field);
};

/** A field of a body, with its limits and its default. */
export const writtenSchema = (field: DeclaredField): Schema => ({
  ...(field.nullable ? orNull(common(field)) : common(field)),
  ...(field.min !== undefined && { minimum: field.min }),
  ...(field.max !== undefined && { maximum: field.max }),
  ...(field.maxLength !== undefined && { maxLength: field.maxLength }),
  ...(field.default !== undefined && { default: field.default }),
});

const TIME: Schema = { type: ['string', 'null'], format: 'date-time' };

/** What every object shows before its own fields (spec resources.md §1.1). */
export const commonProperties = (types: readonly string[]): Readonly<Record<string, Schema>> => ({
  id: INTEGER,
  type: { enum: types },
  url: TEXT,
  related: { type: 'object', description: 'Paths of related objects and lists, by name.' },
  summary_fields: {
    type: 'object',
    description: 'The most important fields of related objects, roles and capabilities.',
  },
  created: TIME,
  modified: TIME,
});
