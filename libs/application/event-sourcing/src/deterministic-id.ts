import { hash } from 'node:crypto';

/** Namespace of all ids derived here; changing it would make repeats look new. */
const NAMESPACE = Buffer.from('5c0f8a3b7f3e4d6a9f1d2a64c7b0e913', 'hex');

const VARIANT = ['8', '9', 'a', 'b'];

/** The namespace, and room for a text: ids are made by the thousand, and most texts are short. */
const scratch = Buffer.alloc(1024);
NAMESPACE.copy(scratch);

const named = (text: string): Buffer => {
  const end = NAMESPACE.length + Buffer.byteLength(text);
  if (end > scratch.length) return Buffer.concat([NAMESPACE, Buffer.from(text)]);
  scratch.write(text, NAMESPACE.length);
  return scratch.subarray(0, end);
};

/** UUID version 5 (RFC 9562 §5.5) of a text. */
const uuid5 = (text: string): string => {
  const hex = hash('sha1', named(text), 'hex');
  const variant = VARIANT[parseInt(hex.charAt(16), 16) & 3] ?? '8';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** Id of the event with this index among those a command decided on a stream: deciding again gives the same id. */
export const commandEventId = (stream: string, commandId: string, index: number): string =>
  derivedId('event', stream, commandId, index);

/** UUID that follows from its parts, such as a process manager's name, the event it reacts to and the step. */
export const derivedId = (namespaceText: string, ...parts: readonly (string | number)[]): string =>
  uuid5(JSON.stringify([namespaceText, ...parts]));
