import type { Json } from '@domain/kernel';

/** The kinds of resource, by AWX's `type`. */
export type ResourceType =
  | 'organization'
  | 'user'
  | 'team'
  | 'label'
  | 'credential_type'
  | 'credential'
  | 'execution_environment'
  | 'instance_group'
  | 'inventory'
  | 'host'
  | 'group'
  | 'project'
  | 'job_template'
  | 'workflow_job_template'
  | 'system_job_template'
  | 'o_auth2_application';

/**
 * How a field is coerced (spec resources.md §1.2): `variables` is text that must parse to a mapping and keeps its exact
 * form, `json` any JSON value, `inputs` a credential's inputs (some sealed), `password` a secret kept as its slow hash, `secret` one of chance made here and kept as its hash.
 */
export type FieldType =
  | 'text'
  | 'variables'
  | 'choice'
  | 'flag'
  | 'integer'
  | 'reference'
  | 'json'
  | 'time'
  | 'inputs'
  | 'password'
  | 'secret'
  | 'untyped';

/** Who may write: `once` only on create (rules refuse or ignore later), `only` is never shown, `never` is read-only. */
export type Writing = 'yes' | 'once' | 'only' | 'never';

/**
 * Where the value comes from: the resource's own events; a read-only column filled by an own event without being
 * writable (`event`); another projection's table (`template_status`); or worked out for every answer (`computed`).
 */
export type Origin = 'event' | 'status' | 'computed';

/** What becomes of the holder when the target is deleted. */
export type OnDelete = 'clear' | 'cascade' | 'keep';

export interface Choice {
  readonly value: string | number;
  readonly label: string;
}

/** One field of a kind, under its AWX name, which is also its column. */
export interface FieldDeclaration {
  readonly name: string;
  readonly type: FieldType;
  readonly label: string;
  readonly help: string;
  /** Value when omitted; undefined = none of its own (OPTIONS shows no `default`). */
  readonly default: Json | undefined;
  readonly required: boolean;
  /** null is kept; otherwise it becomes the empty value or an error, by type. */
  readonly nullable: boolean;
  /** Text of the 400 for null where it is not the usual one. */
  readonly nullError?: string;
  /** `""` is allowed. */
  readonly blank: boolean;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly Choice[];
  readonly target?: ResourceType;
  readonly onDelete: OnDelete;
  readonly writing: Writing;
  readonly origin: Origin;
  readonly filterable: boolean;
  /** Filtering on it is 403. */
  readonly guarded: boolean;
  /** Type that OPTIONS names where it is not the field's own: AWX knows nothing of the values it works out. */
  readonly describedAs?: string;
  /** Left out of lists (shown in details only). */
  readonly detailOnly: boolean;
}

export type FieldOptions = Partial<Omit<FieldDeclaration, 'name' | 'type' | 'choices'>> & {
  readonly choices?: readonly (readonly [string | number, string])[];
};

/** Value that a field takes when nothing was ever said: its default, or the empty value of its type. */
export const emptyValue = (field: FieldDeclaration): Json => {
  if (field.default !== undefined) return field.default;
  if (field.nullable || field.type === 'reference' || field.type === 'time') return null;
  if (field.type === 'flag') return false;
  if (field.type === 'integer') return 0;
  if (field.type === 'json' || field.type === 'inputs') return {};
  return '';
};
