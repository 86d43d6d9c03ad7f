import 'reflect-metadata';
import { Allow, IsIn, Max, MaxLength, Min, type ValidationArguments } from 'class-validator';
import type { FieldDeclaration, FieldOptions, FieldType } from './field.js';

const FIELDS = Symbol('resource fields');

type Constraints = readonly PropertyDecorator[];

/** Label that AWX derives from a field's name: `ask_limit_on_launch` → `Ask limit on launch`. */
const labelOf = (name: string): string => {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const complete = (name: string, type: FieldType, options: FieldOptions): FieldDeclaration => {
  const { choices, ...rest } = options;
  return {
    name,
    type,
    label: labelOf(name),
    help: '',
    default: undefined,
    required: false,
    nullable: false,
    blank: !options.required,
    onDelete: 'clear',
    writing: 'yes',
    origin: 'event',
    filterable: options.origin !== 'computed',
    guarded: false,
    detailOnly: false,
    ...rest,
    ...(choices && { choices: choices.map(([value, label]) => ({ value, label })) }),
  };
};

/** class-validator carries the limits; coercion has made the types right before they are looked at. */
const constraintsOf = (field: FieldDeclaration): Constraints => {
  const checks: PropertyDecorator[] = [Allow()];
  if (field.maxLength !== undefined)
    checks.push(
      MaxLength(field.maxLength, { message: `Ensure this field has no more than ${field.maxLength} characters.` }),
    );
  if (field.min !== undefined)
    checks.push(Min(field.min, { message: `Ensure this value is greater than or equal to ${field.min}.` }));
  if (field.max !== undefined)
    checks.push(Max(field.max, { message: `Ensure this value is less than or equal to ${field.max}.` }));
  if (field.choices)
    checks.push(
      IsIn(
        field.choices.map(({ value }) => value),
        { message: ({ value }: ValidationArguments) => `"${String(value)}" is not a valid choice.` },
      ),
    );
  return checks;
};

const declare =
  (type: FieldType, options: FieldOptions): PropertyDecorator =>
  (target, key) => {
    const field = complete(String(key), type, options);
    const fields = (Reflect.getOwnMetadata(FIELDS, target) as FieldDeclaration[] | undefined) ?? [];
    Reflect.defineMetadata(FIELDS, [...fields, field], target);
    constraintsOf(field).forEach((check) => check(target, key));
  };

/** Fields of a declared class and of its bases, in order of declaration. */
export const fieldsOf = (type: abstract new () => object): readonly FieldDeclaration[] => {
  const chain: object[] = [];
  for (
    let proto = type.prototype as object | null;
    proto && proto !== Object.prototype;
    proto = Object.getPrototypeOf(proto) as object | null
  )
    chain.unshift(proto);
  return chain.flatMap((proto) => (Reflect.getOwnMetadata(FIELDS, proto) as FieldDeclaration[] | undefined) ?? []);
};

const INTEGER_LIMIT = 2_147_483_647;

export const Text = (options: FieldOptions = {}): PropertyDecorator =>
  declare('text', { default: options.required || options.nullable ? undefined : '', ...options });

/** JSON or YAML text, kept exactly as written. */
export const VariablesText = (options: FieldOptions = {}): PropertyDecorator =>
  declare('variables', { default: '', ...options });

export const Choice = (
  choices: NonNullable<FieldOptions['choices']>,
  options: Omit<FieldOptions, 'choices'> = {},
): PropertyDecorator => declare('choice', { choices, ...options });

export const Flag = (options: FieldOptions = {}): PropertyDecorator => declare('flag', { default: false, ...options });

export const Integer = (options: FieldOptions = {}): PropertyDecorator =>
  declare('integer', { default: 0, min: 0, max: INTEGER_LIMIT, ...options });

/** Foreign key by id. @param target null: any of several kinds, which whoever reads the field looks up himself */
export const Reference = (
  target: NonNullable<FieldOptions['target']> | null,
  options: Omit<FieldOptions, 'target'> = {},
): PropertyDecorator => declare('reference', { ...(target && { target }), nullable: !options.required, ...options });

export const Document = (options: FieldOptions = {}): PropertyDecorator => declare('json', options);

export const Inputs = (options: FieldOptions = {}): PropertyDecorator =>
  declare('inputs', { default: {}, guarded: true, ...options });

export const Password = (options: FieldOptions = {}): PropertyDecorator =>
  declare('password', { default: '', guarded: true, ...options });

/** A secret that is made here: its hash is kept, and only the answer that made it shows it. Absent where there is none. */
export const Secret = (options: FieldOptions = {}): PropertyDecorator =>
  declare('secret', { writing: 'never', guarded: true, ...options });

/** Read-only text, number or flag shown but never written by users. */
export const Shown = (type: FieldType, options: FieldOptions = {}): PropertyDecorator =>
  declare(type, { writing: 'never', ...options });
