/** The regular expression of a term, to be found at the beginning of a name; in the syntax of RE2. */
export const expressionOf = (pattern: string): string =>
  pattern.startsWith('~') ? `^(?:${fromPython(pattern.slice(1))})` : `^(?s:${fromGlob(pattern)})\\z`;

/** Python's escapes that RE2 writes in another way. */
const fromPython = (expression: string): string =>
  expression.replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(Z)|(.))/gs, (whole, short, long, end) => {
    if (end !== undefined) return '\\z';
    const code = (short ?? long) as string | undefined;
    return code === undefined ? whole : `\\x{${code}}`;
  });

/** As Python's `fnmatch` reads a glob: `*`, `?`, `[seq]` and `[!seq]`; a bracket that is never closed is itself. */
const fromGlob = (glob: string): string => {
  let expression = '';
  const last = glob.lastIndexOf(']');
  for (let at = 0; at < glob.length; at += 1) {
    const set = glob.charAt(at) === '[' && at < last ? setAt(glob, at) : null;
    expression += set === null ? oneOf(glob.charAt(at)) : set.expression;
    if (set !== null) at = set.end;
  }
  return expression;
};

const oneOf = (character: string): string => {
  if (character === '*') return '.*';
  return character === '?' ? '.' : quoted(character);
};

const quoted = (character: string): string => character.replace(/[\\^$.|?*+()[\]{}]/, '\\$&');

const setAt = (glob: string, start: number): { readonly expression: string; readonly end: number } | null => {
  const isNegated = glob.charAt(start + 1) === '!';
  const first = start + (isNegated ? 2 : 1);
  const end = glob.indexOf(']', first + 1);
  if (end < 0) return null;
  const inside = glob.slice(first, end).replace(/[\\[\]^]/g, '\\$&');
  return { expression: `[${isNegated ? '^' : ''}${inside}]`, end };
};
