import { commonEntries, type FieldDeclaration, shownEntry, writtenEntry } from '@application/resources';
import type { JsonObject } from '@domain/kernel';
import { TOKEN_FIELDS } from './token-fields.js';
import { TOKEN_TYPE, tokenModel } from './token-model.js';

const MAX_PAGE_SIZE = 200;

const entries = (fields: readonly FieldDeclaration[], of: (field: FieldDeclaration) => JsonObject): JsonObject =>
  Object.fromEntries(fields.map((field) => [field.name, of(field)]));

const SHOWN: JsonObject = {
  ...commonEntries({ type: TOKEN_TYPE, title: 'Access Token' }),
  ...entries(TOKEN_FIELDS, shownEntry),
};

const WRITTEN = entries(
  TOKEN_FIELDS.filter(({ writing }) => writing === 'yes' || writing === 'once'),
  writtenEntry,
);

const { application: _madeFor, ...CHANGED } = WRITTEN;

/** What OPTIONS says of lists of tokens. */
export const describeTokenList = (isOffered: boolean): JsonObject => ({
  actions: { GET: SHOWN, ...(isOffered && { POST: WRITTEN }) },
  types: [TOKEN_TYPE],
  search_fields: tokenModel.search ?? [],
  related_search_fields: (tokenModel.relations ?? []).map(({ name }) => `${name}__search`).sort(),
  max_page_size: MAX_PAGE_SIZE,
});

/** What OPTIONS says of a token. */
export const describeToken = (isOffered: boolean): JsonObject => ({
  actions: { GET: SHOWN, ...(isOffered && { PUT: CHANGED }) },
  types: [TOKEN_TYPE],
});
