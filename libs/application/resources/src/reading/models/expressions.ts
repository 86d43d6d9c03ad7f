import { type RawBuilder, sql } from 'kysely';
import type { ResourceType } from '../../declaration/field.js';

/** A column that no event fills, worked out over the row's alias. */
export type Expression = (alias: string) => RawBuilder<unknown>;

const own = (alias: string, column: string): RawBuilder<unknown> => sql.ref(`${alias}.${column}`);

/** What the jobs of a template left behind. */
const ofStatus =
  (column: string): Expression =>
  (alias) =>
    sql`(SELECT ${sql.ref(`template_status.${column}`)} FROM template_status WHERE template_status.id = ${own(alias, 'id')})`;

const ofStatusOr =
  (column: string, otherwise: string | number): Expression =>
  (alias) =>
    sql`COALESCE(${ofStatus(column)(alias)}, ${sql.lit(otherwise)})`;

/** The earliest of all that is scheduled; nothing when the last schedule goes away. */
const nextScheduled: Expression = (alias) =>
  sql`(SELECT MIN(schedule.next_run) FROM schedule WHERE schedule.unified_job_template = ${own(alias, 'id')})`;

const TEMPLATE = {
  status: ofStatusOr('status', 'never updated'),
  last_job_run: ofStatus('last_job_run'),
  last_job_failed: ofStatusOr('last_job_failed', 0),
  next_job_run: nextScheduled,
};

/** A manual project is never updated: it is there as soon as it names its directory. */
const lastUpdated: Expression = (alias) =>
  sql`CASE WHEN ${own(alias, 'scm_type')} <> '' THEN ${TEMPLATE.last_job_run(alias)}
    WHEN ${own(alias, 'local_path')} <> '' THEN ${own(alias, 'modified')} END`;

const PROJECT = {
  ...TEMPLATE,
  status: (alias: string) =>
    sql`CASE WHEN ${own(alias, 'scm_type')} <> '' THEN ${TEMPLATE.status(alias)}
      WHEN ${own(alias, 'local_path')} <> '' THEN 'ok' ELSE 'missing' END`,
  last_job_run: lastUpdated,
  last_updated: lastUpdated,
  last_update_failed: TEMPLATE.last_job_failed,
  scm_revision: ofStatusOr('scm_revision', ''),
};

/** Of the last job that ran on a host. */
const ofLastJob =
  (column: string): Expression =>
  (alias) =>
    sql`(SELECT ${sql.ref(`latest.${column}`)} FROM job_host_summary latest WHERE latest.host = ${own(alias, 'id')} ORDER BY latest.id DESC LIMIT 1)`;

const isFailing = (alias: string): RawBuilder<unknown> => sql`COALESCE(${ofLastJob('failed')(alias)}, 0)`;

const HOST = {
  last_job: ofLastJob('job'),
  last_job_host_summary: ofLastJob('id'),
  has_active_failures: isFailing,
};

/** Hosts of an inventory whose last job failed. */
const failingHosts: Expression = (alias) =>
  sql`FROM host failing WHERE failing.inventory = ${own(alias, 'id')} AND ${isFailing('failing')} = 1`;

const INVENTORY = {
  total_hosts: (alias: string) => sql`(SELECT COUNT(*) FROM host WHERE host.inventory = ${own(alias, 'id')})`,
  total_groups: (alias: string) =>
    sql`(SELECT COUNT(*) FROM "group" counted WHERE counted.inventory = ${own(alias, 'id')})`,
  hosts_with_active_failures: (alias: string) => sql`(SELECT COUNT(*) ${failingHosts(alias)})`,
  has_active_failures: (alias: string) => sql`EXISTS (SELECT 1 ${failingHosts(alias)})`,
};

const ofType =
  (what: RawBuilder<unknown>): Expression =>
  (alias) =>
    sql`(SELECT ${what} FROM credential_type WHERE credential_type.id = ${own(alias, 'credential_type')})`;

const CREDENTIAL = {
  kind: ofType(sql.ref('credential_type.namespace')),
  cloud: ofType(sql`credential_type.kind = 'cloud'`),
  kubernetes: ofType(sql`credential_type.kind = 'kubernetes'`),
};

const jobsIn =
  (condition: RawBuilder<unknown>): Expression =>
  (alias) =>
    sql`(SELECT COUNT(*) FROM unified_job WHERE unified_job.instance_group = ${own(alias, 'id')} AND ${condition})`;

const INSTANCE_GROUP = {
  jobs_running: jobsIn(sql`unified_job.status IN ('waiting', 'running')`),
  jobs_total: jobsIn(sql`1 = 1`),
};

type Expressions = Readonly<Record<string, Expression>>;

/** Logins that last; who only sends a name and a password with each request is not noted. */
const USER = {
  last_login: (alias: string) =>
    sql`(SELECT last_login.at FROM last_login WHERE last_login."user" = ${own(alias, 'id')})`,
};

const EXPRESSIONS: Readonly<Partial<Record<ResourceType, Expressions>>> = {
  job_template: TEMPLATE,
  workflow_job_template: TEMPLATE,
  system_job_template: TEMPLATE,
  project: PROJECT,
  host: HOST,
  inventory: INVENTORY,
  credential: CREDENTIAL,
  instance_group: INSTANCE_GROUP,
  user: USER,
};

/** Worked-out columns of a kind, by field. */
export const expressionsOf = (type: ResourceType): Expressions => EXPRESSIONS[type] ?? {};
