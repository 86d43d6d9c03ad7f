import type { ReadStore } from '@application/ports';
import type { Viewer } from '@domain/access';

/** A user who can log in. */
export interface UserAccount {
  readonly viewer: Viewer;
  readonly passwordHash: string;
}

const BY_NAME = 'SELECT id, username, password, is_superuser, is_system_auditor FROM "user" WHERE username = ?';

/** The users of the read model, by the name they log in with. */
export class UserAccounts {
  constructor(private readonly store: Pick<ReadStore, 'all'>) {}

  async find(username: string): Promise<UserAccount | undefined> {
    const [row] = await this.store.all(BY_NAME, [username]);
    if (!row) return undefined;
    const viewer = {
      id: Number(row['id']),
      username,
      isSuperuser: row['is_superuser'] === 1,
      isSystemAuditor: row['is_system_auditor'] === 1,
    };
    return { viewer, passwordHash: typeof row['password'] === 'string' ? row['password'] : '' };
  }
}
