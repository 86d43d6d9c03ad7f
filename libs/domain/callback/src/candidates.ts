/** What a request tells of where it comes from. */
export interface Origin {
  /** Address of the connection's other end. */
  readonly peer: string;
  /** Value of a request header, by its name in small letters. */
  readonly header: (name: string) => string | undefined;
}

/** Which headers name the caller, in order, by their CGI names (AWX's setting REMOTE_HOST_HEADERS). */
export type HeaderNames = readonly string[];

const PEER = 'REMOTE_ADDR';
const PREFIX = 'HTTP_';

/** More than any chain of proxies has; a caller may send thousands. */
const MOST_VALUES = 16;
const LONGEST_VALUE = 255;

/** Values and the headers they came from (spec callbacks.md §3.1). */
export interface Candidates {
  readonly values: readonly string[];
  readonly headers: readonly string[];
}

/**
 * All values of all listed headers, in order. Headers that a caller can write are believed of trusted peers only.
 * A front end that supplies `REMOTE_HOST` does not exist here: names come from reverse look-ups.
 */
export const candidatesOf = (origin: Origin, listed: HeaderNames, isTrusted: boolean): Candidates => {
  const values: string[] = [];
  const headers: string[] = [];
  for (const name of listed) {
    const found = valuesOf(origin, name, isTrusted);
    if (found.length === 0) continue;
    headers.push(name);
    values.push(...found);
  }
  return { values: [...new Set(values)].slice(0, MOST_VALUES), headers };
};

const valuesOf = ({ peer, header }: Origin, name: string, isTrusted: boolean): readonly string[] => {
  if (name === PEER) return [peer];
  if (!name.startsWith(PREFIX) || !isTrusted) return [];
  return splitValues(header(name.slice(PREFIX.length).toLowerCase().replaceAll('_', '-')));
};

/** Comma-separated, trimmed; what cannot be an address or a name is none. */
export const splitValues = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split(',', MOST_VALUES)
    .map((value) => value.trim())
    .filter((value) => value.length <= LONGEST_VALUE && /^[\w.:%-]+$/.test(value));

/** Names that a reverse look-up gave, those left out that only turn an address round. */
export const withoutArpa = (names: readonly string[]): readonly string[] =>
  names.filter((name) => !name.toLowerCase().endsWith('.arpa'));
