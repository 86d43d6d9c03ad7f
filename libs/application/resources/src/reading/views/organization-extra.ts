import { sql } from 'kysely';
import { among, byId, rowsOf } from '../sql-rows.js';
import type { ExtraReader } from './extra.js';

const contained = (table: string) =>
  sql`(SELECT COUNT(*) FROM ${sql.table(table)} inside WHERE inside.organization = organization.id)`;

const holders = (role: string) =>
  sql`(SELECT COUNT(*) FROM role JOIN role_grant ON role_grant.role_id = role.id AND role_grant.grantee_kind = 'user'
    WHERE role.object_type = 'organization' AND role.object_id = organization.id AND role.role_field = ${sql.lit(role)})`;

const hosts = sql`(SELECT COUNT(*) FROM host JOIN inventory ON inventory.id = host.inventory
  WHERE inventory.organization = organization.id)`;

const COUNTS = {
  inventories: contained('inventory'),
  teams: contained('team'),
  users: holders('member_role'),
  job_templates: contained('job_template'),
  admins: holders('admin_role'),
  projects: contained('project'),
  hosts,
};

/** How much an organization contains. */
export const organizationExtra: ExtraReader = async ({ store, ids }) => {
  const columns = Object.entries(COUNTS).map(([name, count]) => sql`${count} AS ${sql.ref(name)}`);
  const query = sql`SELECT id, ${sql.join(columns)} FROM organization WHERE ${among('id', ids)}`;
  const counts = byId(await rowsOf(store, query));
  return (row) => {
    const found = counts.get(Number(row['id']));
    const names = Object.keys(COUNTS);
    return {
      summary: { related_field_counts: Object.fromEntries(names.map((name) => [name, Number(found?.[name] ?? 0)])) },
    };
  };
};
