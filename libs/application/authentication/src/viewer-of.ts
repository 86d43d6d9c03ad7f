import type { Row } from '@application/ports';
import type { Viewer } from '@domain/access';

/** Columns of a user, under the alias `u`, that `viewerOf` reads. */
export const VIEWER_COLUMNS = 'u.id, u.username, u.is_superuser, u.is_system_auditor';

/** The user of a row as the policy knows him. */
export const viewerOf = (row: Row): Viewer => ({
  id: Number(row['id']),
  username: String(row['username']),
  isSuperuser: row['is_superuser'] === 1,
  isSystemAuditor: row['is_system_auditor'] === 1,
});
