import type { ReadStore } from '@application/ports';
import type { Membership } from '@domain/access';
import { sql } from 'kysely';
import { among, groupedBy, rowsOf } from './sql-rows.js';

const NONE: Membership = { organizations: [], memberOf: [], isSuperuser: false, isSystemAuditor: false };

/** Organizations of users, and their rights on the system: one query, however many users. */
export const readMemberships = async (
  store: ReadStore,
  users: readonly number[],
): Promise<(user: number) => Membership> => {
  const rows = await rowsOf(
    store,
    sql`SELECT member.id AS "user", member.is_superuser, member.is_system_auditor, role.object_id AS organization, role.role_field
      FROM "user" member LEFT JOIN role_grant ON role_grant.grantee_kind = 'user' AND role_grant.grantee_id = member.id
      LEFT JOIN role ON role.id = role_grant.role_id AND role.object_type = 'organization' AND role.role_field IN ('admin_role', 'member_role')
      WHERE ${among('member.id', users)}`,
  );
  const byUser = groupedBy(rows, 'user');
  return (user) => {
    const found = byUser.get(user) ?? [];
    const [first] = found;
    if (!first) return NONE;
    const joined = found.filter((row) => row['organization'] !== null);
    const organizationsOf = (some: typeof found) => [...new Set(some.map((row) => Number(row['organization'])))];
    return {
      organizations: organizationsOf(joined),
      memberOf: organizationsOf(joined.filter((row) => row['role_field'] === 'member_role')),
      isSuperuser: Boolean(first['is_superuser']),
      isSystemAuditor: Boolean(first['is_system_auditor']),
    };
  };
};
