/** A refusal that only HTTP knows: no domain rule, but the protocol, was broken. The detail is shown to the caller. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }
}

/** 401, the same text for no login and a wrong one; the header is AWX's own. */
export const notLoggedIn = (): HttpRefusal =>
  new HttpRefusal(
    401,
    'Authentication credentials were not provided. To establish a login session, visit /api/login/.',
    { 'www-authenticate': 'Bearer realm=api authorization_url=/api/o/authorize/' },
  );

/** The same while an account is held off after wrong passwords: clients end as with a wrong password, and may see when to come back. */
export const heldOff = (milliseconds: number): HttpRefusal => {
  const { status, detail, headers } = notLoggedIn();
  return new HttpRefusal(status, detail, { ...headers, 'retry-after': String(Math.ceil(milliseconds / 1000)) });
};

/** 405 with the methods that are offered. */
export const notAllowed = (method: string, allow: string): HttpRefusal =>
  new HttpRefusal(405, `Method "${method}" not allowed.`, { allow });

/** 404 of a path that nothing answers. */
export const noSuchRoute = (): HttpRefusal => new HttpRefusal(404, 'The requested resource could not be found.');

/** Said with 415. */
export const WRONG_CONTENT_TYPE =
  'You did not use correct Content-Type in your HTTP request. ' +
  'If you are using our REST API, the Content-Type must be application/json';
