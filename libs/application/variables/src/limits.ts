/** Texts beyond these are refused with the usual parse error; ordinary variables stay far below. */
export const LIMITS = {
  /** Characters of text. */
  text: 2_000_000,
  /** Levels of nesting. */
  depth: 100,
  /** Alias nodes of one YAML document. */
  aliases: 1_000,
  /** Values after aliases are expanded: a document that grows beyond is a bomb. */
  values: 200_000,
} as const;
