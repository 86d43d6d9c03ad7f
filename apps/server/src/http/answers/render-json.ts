import { jsonText, NUMERAL_KEY, type Json, type JsonObject } from '@domain/kernel';

const MARK = `{"${NUMERAL_KEY}":"`;

/**
 * JSON text of an answer. `JSON.stringify` is fast but spells a Numeral as an object; only then it is done again with the
 * digits. User text cannot look like the mark: quotes inside a string are escaped.
 */
export const renderJson = (value: JsonObject | readonly Json[]): string => {
  const text = JSON.stringify(value);
  return text.includes(MARK) ? jsonText(value) : text;
};
