import { MASK } from '@domain/kernel';

const LOGIN_IN_URL = /:\/\/([^\s/:@"]*)(:[^\s/@"]*)?@/g;

/** User and password in URLs are nobody's business. Projects are checked out with them, so their updates may print them. */
export const withMaskedUrls = (text: string): string =>
  text.replace(LOGIN_IN_URL, (_, __, password?: string) => `://${MASK}${password === undefined ? '' : `:${MASK}`}@`);
