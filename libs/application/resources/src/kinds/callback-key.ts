import { randomUUID } from 'node:crypto';
import type { FieldErrors, Json } from '@domain/kernel';
import type { Draft, Fields } from '../declaration/rules.js';

const NO_INVENTORY = 'Cannot enable provisioning callback without an inventory set.';

/** A key that nobody can guess. */
export const newCallbackKey = (): string => randomUUID();

/** Hosts are looked for in the template's own inventory, also where another one could be chosen at launch. */
export const callbackKeyErrors = (next: Fields): FieldErrors =>
  next['host_config_key'] !== '' && next['inventory'] === null ? { host_config_key: [NO_INVENTORY] } : {};

/**
 * What `allow_callbacks` makes of the key: true makes one where there is none, false takes it away. A key that was sent and
 * is another than before counts more: clients send back all that they were shown, and change one field of it.
 */
export const wishedCallbackKey = ({ body, sent, next, current }: Draft): Fields => {
  const wish = Object.hasOwn(body, 'allow_callbacks') ? wishOf(body['allow_callbacks']) : undefined;
  const before = current?.['host_config_key'] ?? '';
  const isChanged = Object.hasOwn(sent, 'host_config_key') && sent['host_config_key'] !== before;
  if (isChanged) return {};
  const key = next['host_config_key'];
  if (wish === true && key === '') return { host_config_key: newCallbackKey() };
  return wish === false && key !== '' ? { host_config_key: '' } : {};
};

const wishOf = (value: Json | undefined): boolean | undefined => {
  if (value === true || value === 1 || value === 'true') return true;
  return value === false || value === 0 || value === 'false' ? false : undefined;
};
