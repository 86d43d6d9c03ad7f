import type { FieldDeclaration, FieldType } from '@application/resources';

/** Where a field is shown beside details: everywhere, not in lists, or not in the answer to a launch either. */
export type Depth = 'list' | 'launched' | 'detail';

/** One field of a job, a node, an event …, under its AWX name. */
export interface JobField extends Pick<
  FieldDeclaration,
  'name' | 'type' | 'label' | 'help' | 'nullable' | 'filterable' | 'guarded' | 'min' | 'max' | 'choices'
> {
  /** Column that holds it, where it has another name. */
  readonly column?: string;
  readonly shown: Depth;
  /** Nothing in this service fills it: all have its empty value. */
  readonly isUnfilled?: boolean;
}

type Options = Partial<Omit<JobField, 'name' | 'type' | 'choices'>> & {
  readonly choices?: readonly (readonly [string | number, string])[];
};

/** Label that AWX derives from a name. */
const labelOf = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('_', ' ')}`;

/** Declares a field. */
export const field = (name: string, type: FieldType, { choices, ...options }: Options = {}): JobField => ({
  name,
  type,
  label: labelOf(name),
  help: '',
  nullable: type === 'reference' || type === 'time',
  filterable: true,
  guarded: false,
  shown: 'list',
  ...options,
  ...(choices && { choices: choices.map(([value, label]) => ({ value, label })) }),
});

/** A field that is worked out for every answer: lists cannot be filtered by it. */
export const worked = (name: string, type: FieldType, options: Options = {}): JobField =>
  field(name, type, { filterable: false, ...options });
