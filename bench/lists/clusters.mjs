// Fills the tables of the views: what the projections wrote for a seed is copied row by row under new ids, so the columns are
// always those of today. Only the read models grow; the log and its replay have measurements of their own.
import { DatabaseSync } from '@photostructure/sqlite';
import { join } from 'node:path';

/** Hosts and jobs of one cluster: an inventory, a template, their project, label, credential, team and user. */
export const CLUSTER_SIZE = 100;
/** Most clusters; the jobs of all of them lie between each other, as they do where many work at a time. */
const MOST = 2000;
const FIRST = 1_000_000;
const PROJECTS = 2_000_000;
const ROLES = 3_000_000;
const ROLES_OF_ONE = 12;
const BEGAN = Date.parse('2026-01-01T00:00:00Z');
const FAILS_EVERY = 10;
/** What a job that ran under Ansible leaves in its row beside what a noop job does. */
const RAN = { job_args: 'ansible-playbook '.repeat(12), job_env: JSON.stringify({ PATH: '/usr/bin:'.repeat(160) }) };

/** Runs `work(db)` in one transaction on the views of a server that is stopped. */
export const fill = (home, work) => {
  const db = new DatabaseSync(join(home.data, 'read-models.sqlite'));
  db.exec('BEGIN');
  work(db);
  db.exec('COMMIT');
  db.close();
};

/** Copies a row of a table: `copy({ id: 7 })` differs in its id alone. */
const copier = (db, table, where, value) => {
  const row = db.prepare(`SELECT * FROM "${table}" WHERE "${where}" = ?`).get(value);
  if (row === undefined) throw new Error(`the seed has no row in ${table}`);
  const names = Object.keys(row);
  const insert = db.prepare(
    `INSERT INTO "${table}" (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
  );
  return (changes) => insert.run(...names.map((name) => (name in changes ? changes[name] : row[name])));
};

/** Writes clusters `from` to `to`, each like the seed; `organization`: the one they are all in, else each has its own. */
export const addClusters = (db, seed, { from, to, organization }) => {
  const copy = copiers(db, seed);
  for (let number = from; number < to; number++) {
    const ids = idsOf(number, organization);
    if (organization === undefined) copy.organization({ id: ids.organization, name: `Organization ${number}` });
    addResources(copy, ids, number);
    addMembers(db, copy, ids);
    for (let place = 0; place < CLUSTER_SIZE; place++) addHostAndJob(copy, ids, number, place);
  }
};

const copiers = (db, seed) => {
  const kinds = ['organization', 'inventory', 'group', 'project', 'credential', 'label', 'user', 'team', 'host'];
  return {
    ...Object.fromEntries(kinds.map((kind) => [kind, copier(db, kind, 'id', seed[kind])])),
    template: copier(db, 'job_template', 'id', seed.template),
    templateLabel: copier(db, 'job_template_labels', 'parent_id', seed.template),
    templateCredential: copier(db, 'job_template_credentials', 'parent_id', seed.template),
    groupHost: copier(db, 'group_hosts', 'parent_id', seed.group),
    job: copier(db, 'unified_job', 'id', seed.job),
    jobLabel: copier(db, 'unified_job_label', 'job', seed.job),
    jobCredential: copier(db, 'unified_job_credential', 'job', seed.job),
  };
};

const idsOf = (number, organization) => ({
  ...Object.fromEntries(
    ['inventory', 'group', 'template', 'credential', 'label', 'user', 'team'].map((kind) => [kind, FIRST + number]),
  ),
  organization: organization ?? FIRST + number,
  project: PROJECTS + number,
});

const addResources = (copy, ids, number) => {
  const { organization, inventory, project, template, credential, label } = ids;
  copy.inventory({ id: inventory, name: `Site ${number}`, organization });
  copy.group({ id: ids.group, name: `Rack ${number}`, inventory });
  copy.project({ id: project, name: `Playbooks ${number}`, organization });
  copy.credential({ id: credential, name: `Key ${number}`, organization });
  copy.label({ id: label, name: `Label ${number}`, organization });
  copy.template({ id: template, name: `Deploy ${number}`, inventory, project, organization });
  copy.templateLabel({ parent_id: template, child_id: label });
  copy.templateCredential({ parent_id: template, child_id: credential });
};

/** Somebody and a team who may use all this. */
const addMembers = (db, copy, { organization, user, team, inventory, template, project, credential }) => {
  copy.user({ id: user, username: `user-${user}` });
  copy.team({ id: team, name: `Team ${team}`, organization });
  const objects = [
    ['inventory', inventory, ['admin_role', 'update_role', 'adhoc_role', 'use_role', 'read_role']],
    ['job_template', template, ['admin_role', 'execute_role', 'read_role']],
    ['project', project, ['admin_role', 'use_role', 'update_role', 'read_role']],
    ['credential', credential, ['admin_role', 'use_role', 'read_role']],
    ['team', team, ['member_role', 'admin_role', 'read_role']],
  ];
  const role = db.prepare('INSERT INTO role (id, object_type, object_id, role_field) VALUES (?, ?, ?, ?)');
  const grant = db.prepare('INSERT INTO role_grant (role_id, grantee_kind, grantee_id) VALUES (?, ?, ?)');
  objects.forEach(([type, id, fields], index) => {
    const first = ROLES + ((user - FIRST) * objects.length + index) * ROLES_OF_ONE;
    fields.forEach((field, offset) => role.run(first + offset, type, id, field));
    grant.run(first, 'user', user);
    if (type !== 'team') grant.run(first, 'team', team);
  });
};

const text = (milliseconds) => new Date(milliseconds).toISOString().replace('Z', '000Z');

const addHostAndJob = (copy, ids, number, place) => {
  const id = FIRST + place * MOST + number;
  const began = BEGAN + (place * MOST + number) * 60_000;
  const { inventory, project, template, organization, user } = ids;
  copy.host({
    id,
    name: `web-${String(place).padStart(3, '0')}.site-${number}.example`,
    inventory,
    created: text(began),
    created_by: user,
  });
  copy.groupHost({ parent_id: ids.group, child_id: id, position: place });
  const failed = place % FAILS_EVERY === 0;
  copy.job({
    ...{ id, name: `Deploy ${number}`, unified_job_template: template, inventory, project, organization },
    ...{ created: text(began), modified: text(began), started: text(began), finished: text(began + 30_000) },
    ...RAN,
    ...{ status: failed ? 'failed' : 'successful', failed: Number(failed), created_by: user },
  });
  copy.jobLabel({ job: id, label: ids.label });
  copy.jobCredential({ job: id, credential: ids.credential });
};

/** Gives the user a role on each object. */
export const giveRoles = (db, user, grants) => {
  const role = db.prepare('SELECT id FROM role WHERE object_type = ? AND object_id = ? AND role_field = ?');
  const grant = db.prepare('INSERT INTO role_grant (role_id, grantee_kind, grantee_id) VALUES (?, ?, ?)');
  for (const [type, id, field] of grants) grant.run(role.get(type, id, field).id, 'user', user);
};

/** Ids of a cluster's objects, for grants and filters. */
export const clusterIds = (number) => idsOf(number);
