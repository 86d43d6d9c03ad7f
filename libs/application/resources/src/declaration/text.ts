import { type Json, jsonText } from '@domain/kernel';

/** A value inside a sentence or as a name: text as it is, nothing for null, the rest as JSON. */
export const textOf = (value: Json | undefined): string => {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : jsonText(value);
};
