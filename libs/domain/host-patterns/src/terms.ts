/** Part of the hosts a term matches: one of them, or a range whose end counts; null where it is open. */
export interface Subscript {
  readonly start: number;
  /** Absent: this one alone. */
  readonly end?: number | null;
}

/** One term of a limit. */
export interface Term {
  /** As it was written; the name of a host, when there is one of that name. */
  readonly text: string;
  readonly how: 'add' | 'keep' | 'remove';
  /** Without the sign and the subscript. */
  readonly pattern: string;
  readonly subscript: Subscript | null;
}

const SUBSCRIPT = /^(.+)\[(?:(-?\d+)|(\d+)[:-](\d*))\]$/;

const SIGNS: Readonly<Record<string, Term['how']>> = { '!': 'remove', '&': 'keep' };

/** A term; regular expressions have no subscript. */
export const readTerm = (text: string): Term => {
  const how = SIGNS[text.charAt(0)] ?? 'add';
  const pattern = how === 'add' ? text : text.slice(1);
  const [, base, index, start, end] = (pattern.startsWith('~') ? null : SUBSCRIPT.exec(pattern)) ?? [];
  if (base === undefined) return { text, how, pattern, subscript: null };
  if (index !== undefined) return { text, how, pattern: base, subscript: { start: Number(index) } };
  return { text, how, pattern: base, subscript: { start: Number(start), end: end === '' ? null : Number(end) } };
};

/** In the order in which they count: what adds, what restricts, what removes. Where nothing adds, all hosts are there to begin with. */
export const inOrder = (terms: readonly Term[]): readonly Term[] => {
  const of = (how: Term['how']): readonly Term[] => terms.filter((term) => term.how === how);
  const adding = of('add');
  const all: Term = { text: 'all', how: 'add', pattern: 'all', subscript: null };
  return [...(adding.length > 0 ? adding : [all]), ...of('keep'), ...of('remove')];
};
