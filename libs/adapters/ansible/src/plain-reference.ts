const NAME = '[A-Za-z][A-Za-z0-9_]*';
const LITERAL = `'[^'"\\\\{}%]*'|"[^'"\\\\{}%]*"|[0-9]+|true|false|True|False`;
const FILTER = `(?:default|d|lower|upper|trim|int|float|bool|string|length|first|last|join)(?:\\s*\\((?:\\s*(?:${LITERAL})\\s*(?:,\\s*(?:${LITERAL})\\s*)?)?\\))?`;
const STEP = `\\.${NAME}|\\[\\s*(?:'[A-Za-z][^'"\\\\{}%_]*(?:_[^'"\\\\{}%_]+)*'|"[A-Za-z][^'"\\\\{}%_]*(?:_[^'"\\\\{}%_]+)*"|[0-9]+)\\s*\\]`;
const REFERENCE = new RegExp(`\\{\\{\\s*${NAME}(?:${STEP})*(?:\\s*\\|\\s*${FILTER})*\\s*\\}\\}`, 'g');

/**
 * Whether every template in an inventory variable only names other variables (`{{ a.b['c'] | default('x') }}/bin`). Those keep
 * their meaning; a text with a call, an operator, a statement or a comment is data (docs/decisions/0011).
 */
export const isPlainReference = (text: string): boolean => {
  if (!text.includes('{{') || text.includes('#jinja2:')) return false;
  return !/\{\{|\{%|\{#|%\}|#\}/.test(text.replace(REFERENCE, '\0'));
};
