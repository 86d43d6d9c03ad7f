import { type Lookup, validateFields } from '@application/resources';
import type { TokenValues } from '@domain/access-token';
import { type FieldErrors, invalid, type JsonObject } from '@domain/kernel';
import { isScope, SCOPE_TEXT, TOKEN_FIELDS, TokenFields } from './token-fields.js';

const SCOPE_ERROR = `Must be a simple space-separated string with allowed scopes ${SCOPE_TEXT}.`;

/** What a body says of a token. @throws DomainError 400 */
export const tokenValues = async (
  body: JsonObject,
  mode: 'create' | 'put' | 'patch',
  lookup: Pick<Lookup, 'find'>,
): Promise<Partial<TokenValues>> => {
  const { values, errors } = await validateFields({ type: TokenFields, fields: TOKEN_FIELDS }, body, mode, lookup);
  const { scope, description } = values;
  const faulty: FieldErrors = typeof scope === 'string' && !isScope(scope) ? { scope: [SCOPE_ERROR] } : {};
  const all = { ...faulty, ...errors };
  if (Object.keys(all).length > 0) throw invalid(all);
  return {
    ...(typeof scope === 'string' && { scope }),
    ...(typeof description === 'string' && { description }),
  };
};
