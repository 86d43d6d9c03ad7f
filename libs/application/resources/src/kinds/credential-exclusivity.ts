import { isJsonObject } from '@domain/kernel';
import type { Fields } from '../declaration/rules.js';
import { textOf } from '../declaration/text.js';

/** Plain text of a stored input; undefined when it is absent or sealed. */
export const plainInput = (credential: Fields, field: string): string | undefined => {
  const inputs = credential['inputs'];
  const wrapped = isJsonObject(inputs) ? inputs[field] : undefined;
  return isJsonObject(wrapped) && typeof wrapped['v'] === 'string' ? wrapped['v'] : undefined;
};

/** Credentials with the same label exclude each other: one per type, vault credentials one per vault id. */
export const exclusivityLabel = (credential: Fields, type: Fields | undefined): string => {
  const vaultId = type?.['kind'] === 'vault' ? plainInput(credential, 'vault_id') : undefined;
  return vaultId ? `${textOf(type?.['name'])} (id=${vaultId})` : textOf(type?.['name']);
};
