/** Ways to compare a value: what may stand behind `__`. */
export const LOOKUPS = [
  ...(['exact', 'iexact', 'contains', 'icontains', 'startswith', 'istartswith', 'endswith', 'iendswith'] as const),
  ...(['regex', 'iregex', 'gt', 'gte', 'lt', 'lte', 'in', 'isnull'] as const),
] as const;

export type Lookup = (typeof LOOKUPS)[number];

/** Lookups that compare with one value. */
export type ValueLookup = Exclude<Lookup, 'in' | 'isnull'>;

const isLookup = (word: string): word is Lookup => (LOOKUPS as readonly string[]).includes(word);

/** `name__icontains` → path and lookup; without a lookup: exact. */
export const splitLookup = (key: string): { readonly path: string; readonly lookup: Lookup } => {
  const at = key.lastIndexOf('__');
  const word = key.slice(at + 2);
  return at >= 0 && isLookup(word) ? { path: key.slice(0, at), lookup: word } : { path: key, lookup: 'exact' };
};
