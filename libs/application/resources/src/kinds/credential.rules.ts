import { type FieldErrors, type Json, MASK, forbidden, invalid, isJsonObject } from '@domain/kernel';
import type { Draft, ResourceRules, RuleContext } from '../declaration/rules.js';
import { inputErrors } from './credential.inputs.js';
import { plainInput } from './credential-exclusivity.js';

const OWNERS = ['organization', 'user', 'team'] as const;
const FIXED_TYPE =
  'You cannot change the credential type of the credential, as it may break the functionality of the resources using it.';

const refuseOwners = ({ next, current }: Draft): void => {
  if (current) return;
  const given = OWNERS.filter((owner) => typeof next[owner] === 'number');
  if (given.length === 0) throw invalid({ detail: ["Missing 'user', 'team', or 'organization'."] });
  if (given.length > 1)
    throw invalid({
      detail: [
        `Only one of 'user', 'team', or 'organization' should be provided, received ${given.join(', ')} fields.`,
      ],
    });
};

const typeErrors = async ({ id, next, current }: Draft, { lookup }: RuleContext): Promise<FieldErrors> => {
  if (!current || next['credential_type'] === current['credential_type']) return {};
  const users = [
    ...(await lookup.linking('job_template', 'credentials', id)),
    ...(await lookup.idsWhere('project', { credential: id })),
  ];
  return users.length > 0 ? { credential_type: [FIXED_TYPE] } : {};
};

const vaultErrors = ({ sent, current }: Draft): FieldErrors => {
  const before = current ? plainInput(current, 'vault_id') : undefined;
  const inputs = sent['inputs'];
  if (!before || !isJsonObject(inputs) || inputs['vault_id'] === before) return {};
  return { inputs: ['Vault IDs cannot be changed once they have been created.'] };
};

/** The mask keeps a stored secret; where there is none it would become the secret itself. */
const maskErrors = ({ sent, current }: Draft): FieldErrors => {
  const inputs = sent['inputs'];
  const stored: Json | undefined = current?.['inputs'];
  if (!isJsonObject(inputs)) return {};
  const wrong = Object.keys(inputs).find(
    (key) => inputs[key] === MASK && !(isJsonObject(stored) && Object.hasOwn(stored, key)),
  );
  return wrong === undefined ? {} : { inputs: [`${MASK} is a reserved keyword, and cannot be used for ${wrong}.`] };
};

export const credentialRules: ResourceRules = {
  check: async (draft, context) => {
    refuseOwners(draft);
    if (draft.current?.['managed'] === true)
      throw forbidden({ detail: 'Modifications not allowed for managed credentials' });
    const type = await context.lookup.find('credential_type', Number(draft.next['credential_type']));
    const nested = 'inputs' in draft.sent ? inputErrors(draft.sent['inputs'], type) : {};
    const errors = {
      ...(await typeErrors(draft, context)),
      ...nested,
      ...maskErrors(draft),
      ...vaultErrors(draft),
    };
    const team = draft.next['team'];
    const owner = typeof team === 'number' ? await context.lookup.find('team', team) : undefined;
    return { errors: errors as FieldErrors, ...(owner && { set: { organization: owner['organization'] ?? null } }) };
  },
  beforeDelete: ({ managed }) => {
    if (managed === true) throw forbidden({ detail: 'Deletion not allowed for managed credentials' });
    return Promise.resolve();
  },
};
