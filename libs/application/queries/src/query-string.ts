import { badQuery } from './refusals.js';

/** Node's own limit of a request's head; nobody else should rely on it. */
const LONGEST_QUERY = 16_384;

/** Values by name, in the order they came. */
export type Parameters = ReadonlyMap<string, readonly string[]>;

/** @throws DomainError 400 when it is longer than any client has reason to send */
export const parseQuery = (search: string): Parameters => {
  if (search.length > LONGEST_QUERY) throw badQuery('Query string is too long.');
  const parameters = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(search)) {
    const values = parameters.get(name);
    if (values) values.push(value);
    else parameters.set(name, [value]);
  }
  return parameters;
};

/** Of a parameter that is meant to be given once the last one counts. */
export const lastOf = (parameters: Parameters, name: string): string | undefined => parameters.get(name)?.at(-1);

/** A query as AWX prints it in links: sorted by name, repeats kept, quoted as Python does. */
export const printQuery = (parameters: Parameters): string =>
  [...parameters]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, values]) => values.map((value) => `${quote(name)}=${quote(value)}`))
    .join('&');

const quote = (text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
