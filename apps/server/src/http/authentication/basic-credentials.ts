export interface Credentials {
  readonly username: string;
  readonly password: string;
}

const BASIC = /^basic +([A-Za-z0-9+/=_-]+) *$/i;

/** Name and password of a Basic header; undefined for anything else. The password may hold colons, the name may not. */
export const basicCredentials = (header: string | undefined): Credentials | undefined => {
  const encoded = BASIC.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 1 ? undefined : { username: text.slice(0, colon), password: text.slice(colon + 1) };
};
