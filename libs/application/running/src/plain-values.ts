/** A field as text; `''` for anything else. */
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A field as a number; 0 for anything else. */
export const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
