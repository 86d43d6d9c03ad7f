import type { PasswordHasher, SecretSealer } from '@application/ports';
import { type Json, MASK, type Value, isJsonObject, withEntries } from '@domain/kernel';
import type { StoredFields, StoredValue } from '@domain/resource';
import type { ResourceDeclaration } from '../declaration/resource.js';
import type { Fields } from '../declaration/rules.js';
import { type InputField, inputFields } from '../kinds/credential.inputs.js';
import { textOf } from '../declaration/text.js';

/** What "ask at launch" is written as; shown as it is. */
const ASK = 'ASK';

export interface Keepers {
  readonly sealer: SecretSealer;
  readonly hasher: PasswordHasher;
}

/** Where values are stored, and what is stored there now. */
export interface Storing {
  readonly declaration: ResourceDeclaration;
  /** Stream; secrets are sealed under it. */
  readonly owner: string;
  readonly current: StoredFields;
  /** Credential type, for inputs. */
  readonly type: Fields | undefined;
}

/** Values as events hold them: passwords hashed, secret inputs sealed, write-only fields left out. */
export const storedFields = async (keepers: Keepers, values: Fields, storing: Storing): Promise<StoredFields> => {
  const entries: [string, StoredValue][] = [];
  for (const field of storing.declaration.fields) {
    const value = values[field.name];
    if (value === undefined || field.origin !== 'event' || field.writing === 'only') continue;
    if (field.type === 'password') entries.push(...(await passwordEntry(keepers, field.name, value)));
    else if (field.type === 'inputs') entries.push([field.name, await sealedInputs(keepers, value, storing)]);
    else entries.push([field.name, value]);
  }
  return Object.fromEntries(entries);
};

/** The mask and nothing at all both keep the password. */
const passwordEntry = async ({ hasher }: Keepers, name: string, value: Json): Promise<[string, string][]> =>
  typeof value === 'string' && value !== '' && value !== MASK ? [[name, await hasher.hash(value)]] : [];

const sealedInputs = async (
  { sealer }: Keepers,
  inputs: Json,
  { owner, current, type }: Storing,
): Promise<Readonly<Record<string, Value>>> => {
  const given = isJsonObject(inputs) ? inputs : {};
  const kept = current['inputs'] as Readonly<Record<string, Value>> | undefined;
  const entries: [string, Value][] = [];
  for (const field of inputFields(type)) {
    const value = Object.hasOwn(given, field.id) ? given[field.id] : undefined;
    if (value === MASK && kept?.[field.id]) entries.push([field.id, kept[field.id] as Value]);
    else if (value !== undefined && !isEmptied(field, value))
      entries.push([
        field.id,
        isSecret(field, value) ? await sealer.seal(owner, field.id, textOf(value)) : { v: settled(field, value) },
      ]);
  }
  return Object.fromEntries(entries);
};

const isBlank = (value: Json): boolean => value === null || value === '' || value === false;
const isEmptied = (field: InputField, value: Json): boolean => field.secret && isBlank(value);
const isSecret = (field: InputField, value: Json): boolean => field.secret && !(field.askable && value === ASK);

/** null, "" and false stand for the field's empty value. */
const settled = (field: InputField, value: Json): Json => {
  if (!isBlank(value)) return value;
  return field.type === 'boolean' ? false : '';
};

/** Inputs as every view shows them. */
export const maskedInputs = (inputs: Json | undefined): Json =>
  isJsonObject(inputs)
    ? withEntries(
        Object.entries(inputs).map(([key, value]) => [
          key,
          isJsonObject(value) && 'v' in value ? (value['v'] ?? null) : MASK,
        ]),
      )
    : {};
