/** Turns the text of a setting into its value. @throws Error that completes the sentence "CAIRN_X must be …" */
export type Reader<Value> = (text: string) => Value;

const refuse = (expectation: string): never => {
  throw new Error(expectation);
};

export const someText: Reader<string> = (text) => (text === '' ? refuse('a text that is not empty') : text);

export const integer =
  (least: number, most: number): Reader<number> =>
  (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    return value >= least && value <= most ? value : refuse(`an integer from ${least} to ${most}`);
  };

/** A port, or that there is none. */
export const portOrOff: Reader<number | 'off'> = (text) => {
  if (text === 'off') return text;
  const value = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  return value <= 65_535 ? value : refuse('a port from 0 to 65535, or off');
};

export const oneOf =
  <Value extends string>(values: readonly Value[]): Reader<Value> =>
  (text) =>
    values.find((value) => value === text) ?? refuse(`one of ${values.join(', ')}`);

/** Texts with commas between them. */
export const listOf =
  (isItem: (text: string) => boolean, expectation: string): Reader<readonly string[]> =>
  (text) => {
    const items = text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
    return items.length > 0 && items.every(isItem) ? items : refuse(expectation);
  };

/** Some of these, with commas between them, each once. */
export const itemsOf = <Value extends string>(values: readonly Value[]): Reader<readonly Value[]> => {
  const read = listOf((text) => values.some((value) => value === text), `some of ${values.join(', ')}, with commas`);
  return (text) => {
    const named = read(text);
    return values.filter((value) => named.includes(value));
  };
};

/** As host names are, so that it can be part of a stream's name and of a file's. */
export const nodeName: Reader<string> = (text) =>
  /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/.test(text)
    ? text
    : refuse('a name of letters, digits, dots, hyphens and underscores, 63 at most');

/** Base64 of exactly so many bytes; the text itself is passed on. */
export const base64Bytes =
  (count: number): Reader<string> =>
  (text) => {
    const bytes = Buffer.from(text, 'base64');
    return bytes.length === count && bytes.toString('base64') === text ? text : refuse(`base64 of ${count} bytes`);
  };

/** Names a database of PostgreSQL, and a schema in it if need be; what else it says is the driver's to judge. */
export const postgresConnection: Reader<string> = (text) => {
  if (!/^postgres(?:ql)?:\/\/[^\s]+$/.test(text) || !URL.canParse(text)) refuse('a connection string postgres://…');
  const schema = new URL(text).searchParams.get('schema');
  const isName = schema === null || /^[a-z_][a-z0-9_]{0,30}$/.test(schema);
  return isName
    ? text
    : refuse('a connection string whose schema has small letters, digits and underscores, 31 at most');
};

/** Names a server of EventStoreDB; what else it says is the client's to judge. */
export const eventStoreConnection: Reader<string> = (text) =>
  /^esdb(?:\+discover)?:\/\/[^\s/]+/.test(text) ? text : refuse('a connection string esdb://… or esdb+discover://…');
