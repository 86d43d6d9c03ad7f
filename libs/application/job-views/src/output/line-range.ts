/** Lines that were asked for, 0-based and half-open; a negative start counts from the end. */
export interface LineRange {
  readonly start: number;
  readonly end: number | null;
}

/** Lines of a text with the range they have in it. */
export interface Lines {
  readonly content: string;
  readonly range: { readonly start: number; readonly end: number; readonly absolute_end: number };
}

/** The asked lines of a text whose every line ends with a line feed. */
export const linesOf = (text: string, { start, end }: LineRange): Lines => {
  const lines = text.split('\n').slice(0, -1);
  const total = lines.length;
  const first = start < 0 ? Math.max(0, total + start) : start;
  const last = start < 0 ? total : Math.min(end ?? total, total);
  const content = lines.slice(start, end ?? undefined).map((line) => `${line}\n`);
  return { content: content.join(''), range: { start: first, end: last, absolute_end: total } };
};
