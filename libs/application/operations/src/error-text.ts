/** More of an error's text helps nobody. */
const MOST_CHARACTERS = 1000;

/** No more of it is looked at. */
const MOST_LOOKED_AT = 4 * MOST_CHARACTERS;

/** What stands before the host of an address: `postgres://name:word@host`, whatever is in the word. */
const CREDENTIALS = /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)(?:[^\s"'/@:]*:[^\s"']*|[^\s/@]*)@/gi;
/** `password=word`, `token: word`. */
const NAMED =
  /\b(\w*(?:password|passwd|secret|token|authorization|api_?key)\w*["']?\s*[:=]\s*["']?)(?:(?:bearer|basic)\s+)?[^\s"',;]+/gi;

/**
 * An error's text for an administrator's eyes. Our own errors say nothing secret; those of libraries may quote what they were
 * connected with.
 */
export const withoutSecrets = (text: string): string => {
  const masked = text.slice(0, MOST_LOOKED_AT).replace(CREDENTIALS, '$1***@').replace(NAMED, '$1***');
  return masked.length > MOST_CHARACTERS ? `${masked.slice(0, MOST_CHARACTERS)}…` : masked;
};
