/** Characters that Ansible reads as part of a pattern, or at which it splits a limit into several. */
const SPECIAL = /[,:;!&*?[\]~@\\\s]/;

/**
 * A limit that selects exactly these hosts, whatever they are called. A name that would be read as a pattern is written as the
 * regular expression that matches it alone, with all unusual characters as escapes: those neither split nor open a file.
 */
export const hostLimit = (names: readonly string[]): string =>
  names.map((name) => (SPECIAL.test(name) ? `~^${escaped(name)}$` : name)).join(',');

const escaped = (name: string): string =>
  Array.from(name, (character) => (/[A-Za-z0-9_-]/.test(character) ? character : escape(character))).join('');

/** As Python's `re` reads it. */
const escape = (character: string): string => {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  if (code.length <= 2) return `\\x${code.padStart(2, '0')}`;
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\U${code.padStart(8, '0')}`;
};
