import { isJsonObject, type Json, type JsonObject } from '@domain/kernel';
import { textOf } from './api.js';

/** Answers "why did job N get this value?" with what `/jobs/N/provenance/?variable=…` says: who won, over whom, by which rule. */
export const explanation = (job: number, variable: string, record: JsonObject): string => {
  const entry = objects(record['values']).find(({ key }) => key === variable);
  if (!entry) return `Nobody gave job ${job} a value for ${variable}.\n`;
  const winner = isJsonObject(entry['winner']) ? [{ ...entry['winner'], value: entry['value'] ?? null }] : [];
  const offers = [...winner, ...objects(entry['shadowed'])];
  const width = Math.max(0, ...offers.map(({ value }) => shown(value).length));
  return [
    `Why did job ${job} get ${variable} = ${shown(entry['value'])}?`,
    ...offers.map(
      (offer, index) => `${index === 0 ? '->' : '  '} ${shown(offer['value']).padEnd(width)}  ${sourceOf(offer)}`,
    ),
    '',
    `Rule: ${textOf(entry['rule'])}. Every value of this job: /api/v2/jobs/${job}/provenance/`,
    '',
  ].join('\n');
};

/** In the API's own words, with whom it had the value from. */
const sourceOf = ({ text, origin }: JsonObject): string =>
  isJsonObject(origin) ? `${textOf(text)}, from ${sourceOf(origin)}` : textOf(text);

const shown = (value: Json | undefined): string => JSON.stringify(value ?? null);

const objects = (list: Json | undefined): readonly JsonObject[] =>
  Array.isArray(list) ? list.filter((item: Json) => isJsonObject(item)) : [];
