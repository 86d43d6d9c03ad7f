import type { ReadStore } from '@application/ports';
import type { Scope } from '@application/queries';
import { readHoldings } from '@application/resources';
import { reach, type Viewer } from '@domain/access';
import { sql } from 'kysely';

type Right = 'read' | 'change';

/** Roles of an application's organization that reach to the tokens of the application. */
const ROLES: Readonly<Record<Right, readonly string[]>> = {
  read: ['admin_role', 'auditor_role'],
  change: ['admin_role'],
};

/**
 * Tokens that a viewer may see or change: one's own, and those of applications of organizations that one administers (or, to
 * see them, audits). undefined: all
 */
export const tokensFor = async (
  store: Pick<ReadStore, 'all'> & ReadStore,
  viewer: Viewer,
  right: Right,
): Promise<Scope | undefined> => {
  if (viewer.isSuperuser || (right === 'read' && viewer.isSystemAuditor)) return undefined;
  const held = await readHoldings(store, viewer);
  const organizations = new Set(ROLES[right].flatMap((role) => reach(held, 'organization', role).ids));
  return (alias) => {
    const own = sql`${sql.ref(`${alias}.user`)} = ${viewer.id}`;
    if (organizations.size === 0) return sql`${own}`;
    return sql`(${own} OR ${sql.ref(`${alias}.application`)} IN (SELECT application.id FROM o_auth2_application application
      WHERE application.organization IN (${sql.join([...organizations])})))`;
  };
};
