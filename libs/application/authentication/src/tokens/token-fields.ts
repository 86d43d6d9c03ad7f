import { type FieldDeclaration, fieldsOf, Reference, Shown, Text } from '@application/resources';

/** Scopes of AWX: to look only, or also to change. */
const SCOPES = ['read', 'write'];

export const SCOPE_TEXT = `['read', 'write']`;

/** A token as a body describes it and lists show it, under AWX's names and in AWX's order. */
export class TokenFields {
  @Text() description: string;

  @Shown('reference', { target: 'user', help: 'The user representing the token owner' })
  user: number;

  @Shown('untyped', { describedAs: 'string', guarded: true })
  token: string;

  @Shown('untyped', { guarded: true, filterable: false })
  refresh_token: string | null;

  @Reference('o_auth2_application', { writing: 'once' })
  application: number | null;

  @Shown('time')
  expires: string;

  @Text({
    default: 'write',
    help: `Allowed scopes, further restricts user's permissions. Must be a simple space-separated string with allowed scopes ${SCOPE_TEXT}.`,
  })
  scope: string;
}

export const TOKEN_FIELDS: readonly FieldDeclaration[] = fieldsOf(TokenFields);

/** Words that are known, each once. */
export const isScope = (text: string): boolean => {
  const words = text.split(/\s+/).filter((word) => word !== '');
  return words.length > 0 && words.every((word, at) => SCOPES.includes(word) && words.indexOf(word) === at);
};

/** May whoever has this scope change things? */
export const mayWrite = (scope: string): boolean => scope.split(/\s+/).includes('write');
