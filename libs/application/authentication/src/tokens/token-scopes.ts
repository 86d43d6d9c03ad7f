import type { Scope } from '@application/queries';
import type { Viewer } from '@domain/access';
import { sql } from 'kysely';

/** Tokens that a viewer may see: one's own; those who see everything see all. undefined: all */
export const visibleTokens = (viewer: Viewer): Scope | undefined => {
  if (viewer.isSuperuser || viewer.isSystemAuditor) return undefined;
  return (alias) => sql`${sql.ref(`${alias}.user`)} = ${viewer.id}`;
};
