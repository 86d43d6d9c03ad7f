import type { IncomingHttpHeaders } from 'node:http';
import type { Viewer } from '@domain/access';
import { basicCredentials } from './basic-credentials.js';
import { bearerToken } from './bearer-token.js';
import type { Login } from './login.js';

/** Who calls, and whether what he logged in with allows changes. */
export interface KnownCaller {
  readonly viewer: Viewer;
  readonly mayWrite: boolean;
}

/** Whom tokens speak for. */
export interface Bearers {
  find(token: string): Promise<KnownCaller | undefined>;
}

export interface Means {
  readonly login: Pick<Login, 'viewer'>;
  readonly bearers: Bearers;
}

/** All ways to log in: a token, or a name with its password. */
export class Authenticator {
  constructor(private readonly means: Means) {}

  /** undefined: nobody, or somebody whose word does not count. */
  async caller({ authorization }: IncomingHttpHeaders): Promise<KnownCaller | undefined> {
    const token = bearerToken(authorization);
    if (token !== undefined) return this.means.bearers.find(token);
    const credentials = basicCredentials(authorization);
    const viewer = credentials && (await this.means.login.viewer(credentials));
    return viewer && { viewer, mayWrite: true };
  }
}
