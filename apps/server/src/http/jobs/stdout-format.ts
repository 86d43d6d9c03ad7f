import { missing } from '@domain/kernel';
import { HttpRefusal } from '../answers/http-refusal.js';
import type { ApiRequest } from '../routing/endpoint.js';

/** Forms of output by their media types, in AWX's order of preference. */
const MEDIA_TYPES = {
  api: 'text/html',
  html: 'text/html',
  txt: 'text/plain',
  ansi: 'text/plain',
  json: 'application/json',
  txt_download: 'text/plain',
  ansi_download: 'text/plain',
} as const;

/** A form of output that can be asked for. */
export type StdoutFormat = keyof typeof MEDIA_TYPES;

/** Forms that `Accept` alone chooses between. */
const UNASKED: readonly StdoutFormat[] = ['html', 'txt', 'json'];

const isFormat = (name: string): name is StdoutFormat => Object.hasOwn(MEDIA_TYPES, name);

/** The form that `format`, or else `Accept`, asks for. @throws 404 for one unknown, 406 for one that is not accepted */
export const stdoutFormat = (request: ApiRequest): StdoutFormat => {
  const name = request.query().get('format');
  if (name !== null && !isFormat(name)) throw missing();
  const accepted = acceptedTypes(request);
  const format = (name === null ? UNASKED : [name]).find((one) => accepted.some((range) => fits(range, one)));
  if (!format) throw new HttpRefusal(406, 'Could not satisfy the request Accept header.');
  return format;
};

const acceptedTypes = ({ headers }: ApiRequest): readonly string[] => {
  const accept = headers['accept'];
  const text = Array.isArray(accept) ? accept.join(',') : (accept ?? '*/*');
  return text.split(',').map((range) => range.split(';', 1)[0]?.trim().toLowerCase() ?? '');
};

const fits = (range: string, format: StdoutFormat): boolean => {
  const type = MEDIA_TYPES[format];
  return range === '*/*' || range === type || range === `${type.split('/', 1)[0]}/*`;
};
