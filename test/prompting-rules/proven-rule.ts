/** A rule by its number in the spec, and where it is proven: a file, and words that stand there. */
export type ProvenRule = readonly [rule: string, file: string, words: string];
