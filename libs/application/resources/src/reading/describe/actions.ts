import type { JsonObject } from '@domain/kernel';
import type { FieldDeclaration } from '../../declaration/field.js';
import type { RelationDeclaration, ResourceDeclaration } from '../../declaration/resource.js';
import { isWritable } from '../../writing/coerce.js';
import { shownEntry, writtenEntry } from './field-entry.js';

const TEMPLATES: readonly string[] = ['job_template', 'workflow_job_template', 'project', 'system_job_template'];

const entry = (type: string, label: string, filterable: boolean, help: string): JsonObject => ({
  type,
  label,
  help_text: help,
  filterable,
});

/** A kind by its names. */
export type Titled = Pick<ResourceDeclaration, 'title' | 'typeLabel'> & { readonly type: string };

/** What every object shows. */
export const commonEntries = ({ type, title, typeLabel }: Titled): JsonObject => {
  const isDated = type !== 'user';
  return {
    id: entry('integer', 'ID', true, `Database ID for this ${title.toLowerCase()}.`),
    type: {
      type: 'choice',
      label: 'Type',
      help_text: `Data type for this ${title.toLowerCase()}.`,
      // Only what shares one table is told apart by type.
      ...(TEMPLATES.includes(type) && { filterable: true }),
      choices: [[type, typeLabel ?? title]],
    },
    url: entry('string', 'Url', false, `URL for this ${title.toLowerCase()}.`),
    related: entry('object', 'Related', false, 'Data structure with URLs of related resources.'),
    summary_fields: entry(
      'object',
      'Summary fields',
      false,
      'Data structure with name/description for related resources.',
    ),
    created: entry('datetime', 'Created', isDated, `Timestamp when this ${title.toLowerCase()} was created.`),
    modified: entry('datetime', 'Modified', isDated, `Timestamp when this ${title.toLowerCase()} was last modified.`),
  };
};

const entries = (fields: readonly FieldDeclaration[], of: (field: FieldDeclaration) => JsonObject): JsonObject =>
  Object.fromEntries(fields.map((field) => [field.name, of(field)]));

/** Readable fields. */
export const shownFields = (kind: ResourceDeclaration): JsonObject => ({
  ...commonEntries(kind),
  ...entries(
    kind.fields.filter(({ writing }) => writing !== 'only'),
    shownEntry,
  ),
});

/** Fields that a body may hold. */
export const writableFields = (kind: ResourceDeclaration): readonly FieldDeclaration[] =>
  kind.fields.filter(isWritable);

/** Fields of a body. */
export const writtenFields = (kind: ResourceDeclaration): JsonObject => entries(writableFields(kind), writtenEntry);

const ID_ENTRY: JsonObject = { type: 'integer', label: 'ID', help_text: '', required: false, filterable: true };

/** What OPTIONS needs to know of a sublist. */
export type Related = Pick<RelationDeclaration, 'target' | 'kind' | 'creates'>;

/** What a POST on a sublist takes: an id, and fields of the child where children can be made. */
export const relatedFields = (target: ResourceDeclaration, { kind, creates }: Related): JsonObject => {
  const made = target.fields.filter((field) => isWritable(field) && field.writing !== 'only');
  return {
    ...(kind === 'links' && { id: { ...ID_ENTRY, required: !creates } }),
    ...(creates && entries(made, writtenEntry)),
  };
};
