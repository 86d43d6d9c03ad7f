import type { IncomingHttpHeaders } from 'node:http';
import type { Sessions } from '@application/authentication';
import type { Viewer } from '@domain/access';
import { basicCredentials } from './basic-credentials.js';
import { bearerToken } from './bearer-token.js';
import { cookiesOf } from './cookies.js';
import { csrfTokenOf, SESSION_COOKIE } from './csrf.js';
import type { Login } from './login.js';

/** Who calls, and what his way of logging in allows. */
export interface KnownCaller {
  readonly viewer: Viewer;
  readonly mayWrite: boolean;
  /** Browsers send cookies by themselves: who comes with a session shows this token when he changes something. */
  readonly csrfToken?: string;
}

/** Whom tokens speak for. */
export interface Bearers {
  find(token: string): Promise<KnownCaller | undefined>;
}

export interface Means {
  readonly login: Pick<Login, 'viewer'>;
  readonly bearers: Bearers;
  readonly sessions: Pick<Sessions, 'find'>;
}

/** All ways to log in: a token, a name with its password, a session. */
export class Authenticator {
  constructor(private readonly means: Means) {}

  /** undefined: nobody, or somebody whose word does not count. Where there is a header, cookies are not looked at. */
  async caller(headers: IncomingHttpHeaders, address: string): Promise<KnownCaller | undefined> {
    const { authorization } = headers;
    if (authorization === undefined) return this.ofSession(cookiesOf(headers).get(SESSION_COOKIE) ?? '');
    const token = bearerToken(authorization);
    if (token !== undefined) return this.means.bearers.find(token);
    const credentials = basicCredentials(authorization);
    const viewer = credentials && (await this.means.login.viewer(credentials, address));
    return viewer && { viewer, mayWrite: true };
  }

  private async ofSession(key: string): Promise<KnownCaller | undefined> {
    const viewer = key === '' ? undefined : await this.means.sessions.find(key);
    return viewer && { viewer, mayWrite: true, csrfToken: csrfTokenOf(key) };
  }
}
