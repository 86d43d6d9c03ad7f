import type { ResourceType } from './field.js';

/** Kinds without roles of their own: the roles of what this field names decide for them; null: nobody's roles do. */
const GUARDIANS: Readonly<Partial<Record<ResourceType, 'inventory' | 'organization' | null>>> = {
  host: 'inventory',
  group: 'inventory',
  label: 'organization',
  execution_environment: 'organization',
  o_auth2_application: 'organization',
  user: null,
  credential_type: null,
};

/** Whose roles decide for objects of a kind: `self`, or the object in a field; null when rights do not come from roles. */
export const guardianOf = (type: ResourceType): 'self' | 'inventory' | 'organization' | null => {
  const guardian = GUARDIANS[type];
  return guardian === undefined ? 'self' : guardian;
};
