import { missing } from '@domain/kernel';
import { HttpRefusal } from './http-refusal.js';

/** JSON, or the same JSON in a page for humans. */
export type Form = 'json' | 'page';

/** What a request says of the form of its answer. */
export interface Wish {
  readonly accept: string | undefined;
  /** The parameter `format`, which comes before `Accept`. */
  readonly format: string | null;
}

/** Names of the forms in `?format=`. */
const FORMS: Readonly<Record<string, Form>> = { json: 'json', api: 'page' };

/** The most exact range decides, and of equal ones JSON: as AWX orders them, which weighs no `q`. */
const BY_EXACTNESS: readonly (readonly [range: string, form: Form])[] = [
  ['application/json', 'json'],
  ['text/html', 'page'],
  ['application/*', 'json'],
  ['text/*', 'page'],
  ['*/*', 'json'],
];

/** The form that a request asks for. @throws 404 for a format that there is not, 406 when nothing that is offered is accepted */
export const formOf = ({ accept, format }: Wish): Form => {
  if (format !== null && format !== '') {
    const asked = Object.hasOwn(FORMS, format) ? FORMS[format] : undefined;
    if (!asked) throw missing();
    return asked;
  }
  const ranges = (accept || '*/*').split(',').map((range) => (range.split(';', 1)[0] ?? '').trim().toLowerCase());
  const found = BY_EXACTNESS.find(([range]) => ranges.includes(range));
  if (!found) throw new HttpRefusal(406, 'Could not satisfy the request Accept header.');
  return found[1];
};

/** Whether a page is wanted, of a request that may be refused for its wish. */
export const wantsPage = (wish: Wish): boolean => {
  if (wish.format !== null && wish.format !== '') return FORMS[wish.format] === 'page';
  const accept = (wish.accept ?? '').toLowerCase();
  return accept.includes('text/html') && !accept.includes('application/json');
};
