import type { Scalar } from './syntax.js';
import { syntax } from './template-error.js';

type Filter = (value: Scalar, args: readonly Scalar[]) => Scalar;

const text = (value: Scalar | undefined): string => String(value ?? '');

const FILTERS: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ['lower', (value) => text(value).toLowerCase()],
  ['upper', (value) => text(value).toUpperCase()],
  ['trim', (value) => text(value).trim()],
  ['string', (value) => text(value)],
  ['length', (value) => text(value).length],
  ['int', (value) => Math.trunc(Number(value)) || 0],
  ['bool', (value) => value === true || ['true', 'yes', 'on', '1'].includes(text(value).toLowerCase())],
  ['replace', (value, [from, to]) => text(value).replaceAll(text(from), () => text(to))],
  ['tojson', (value) => JSON.stringify(value)],
  ['quote', (value) => `'${text(value).replaceAll("'", `'"'"'`)}'`],
  ['urlencode', (value) => encodeURIComponent(text(value)).replaceAll('%2F', '/')],
]);

export const isKnownFilter = (name: string): boolean => FILTERS.has(name) || name === 'default' || name === 'd';

/** @throws TemplateError for a filter we do not have */
export const applyFilter: (name: string, value: Scalar, args: readonly Scalar[]) => Scalar = (name, value, args) => {
  const filter = FILTERS.get(name);
  if (!filter) throw syntax(`No filter named '${name}'.`);
  return filter(value, args);
};
