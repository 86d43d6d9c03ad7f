import type { Viewer } from '@domain/access';

/** A user who can log in. */
export interface Account {
  readonly viewer: Viewer;
  readonly passwordHash: string;
}

/** The users of the read model. */
export interface Accounts {
  find(username: string): Promise<Account | undefined>;
}
