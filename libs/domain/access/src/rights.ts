/**
 * Who may do what (spec resources.md §7, §8 to §15, jobs.md §2, workflows.md §2): per kind and action the conditions of
 * which one must hold. Superusers may do everything, so an empty list is theirs alone; system auditors may `read` and `audit` everything.
 *
 * - `x_role`: that role of the object that decides (the inventory of a host, the template of a job, else the object itself)
 * - `organization.x_role`: that role of the object's organization
 * - `orphan.…`: the same where the object that decides is gone
 * - `everyone`: whoever is signed in; `self`, `creator`: the user it is, or who made it; `is_superuser`: it is one, whom all see
 * - `everywhere.x_role`: that role of every organization the user is a member of, if there is one and he is no superuser or auditor
 * - `creator.x_role`: that role, for whoever made it
 * - `somewhere.x_role`: that role of any organization; `shared.x_role`: of one that the user is a member of
 * - `carried.x_role`: that role of a template or inventory that carries the label; `global`: it is no organization's
 */
export type Condition =
  `${string}_role` | 'everyone' | 'self' | 'creator' | 'orphan.creator' | 'is_superuser' | 'global';

export type Conditions = readonly Condition[];

const managed = { read: ['read_role'], change: ['admin_role'], delete: ['admin_role'] } as const;

const ofOrganization = (role: `${string}_role`): Conditions => [`organization.${role}`];

const SUPERUSERS: Conditions = [];

/** Jobs are read through their templates; those of an organization by who administers or audits it, orphans included. */
const ofJobs = {
  read: ['read_role', 'organization.admin_role', 'organization.auditor_role', 'orphan.creator'],
} as const;

/** Nodes are drawn in by administrators of the workflow; what a node runs, its drawer must be allowed to run. */
const ofDrawings = { read: ['read_role'], link: ['admin_role'], delete: ['admin_role'] } as const;

/** The whole policy as data. `create` is asked of the object in which it is created. */
export const RIGHTS = {
  organization: { create: SUPERUSERS, ...managed },
  team: {
    create: ofOrganization('admin_role'),
    ...managed,
    read: ['read_role', 'organization.member_role', 'somewhere.admin_role', 'somewhere.auditor_role'],
    use: ['member_role'],
  },
  user: {
    create: ['somewhere.admin_role'],
    read: ['self', 'is_superuser', 'somewhere.admin_role', 'somewhere.auditor_role', 'shared.read_role'],
    change: ['self', 'everywhere.admin_role'],
    delete: ['everywhere.admin_role'],
  },
  label: {
    create: ofOrganization('member_role'),
    read: ['read_role', 'carried.read_role'],
    change: ['admin_role'],
    delete: SUPERUSERS,
  },
  inventory: {
    create: ofOrganization('inventory_admin_role'),
    ...managed,
    use: ['use_role'],
    update: ['update_role'],
    adhoc: ['adhoc_role'],
    copy: ofOrganization('inventory_admin_role'),
  },
  host: { create: ['inventory.admin_role'], ...managed },
  group: { create: ['inventory.admin_role'], ...managed },
  project: {
    create: ofOrganization('project_admin_role'),
    ...managed,
    use: ['use_role'],
    update: ['update_role'],
    copy: ofOrganization('project_admin_role'),
  },
  credential: {
    create: ofOrganization('credential_admin_role'),
    ...managed,
    use: ['use_role'],
    copy: ofOrganization('credential_admin_role'),
  },
  credential_type: { create: SUPERUSERS, read: ['everyone'], change: SUPERUSERS, delete: SUPERUSERS },
  execution_environment: {
    create: ofOrganization('execution_environment_admin_role'),
    read: ['global', 'read_role'],
    change: ['execution_environment_admin_role'],
    delete: ['execution_environment_admin_role'],
    copy: ofOrganization('execution_environment_admin_role'),
  },
  instance_group: { create: SUPERUSERS, ...managed, delete: SUPERUSERS, use: ['use_role'] },
  job_template: {
    create: ['project.use_role'],
    ...managed,
    audit: ['admin_role'],
    execute: ['execute_role'],
    copy: ['project.use_role'],
  },
  workflow_job_template: {
    create: ofOrganization('workflow_admin_role'),
    ...managed,
    execute: ['execute_role'],
    approve: ['approval_role'],
    copy: ofOrganization('workflow_admin_role'),
  },
  schedule: {
    create: ['execute_role', 'update_role'],
    read: ['read_role'],
    change: ['admin_role', 'creator.execute_role', 'creator.update_role'],
    delete: ['admin_role', 'creator.execute_role', 'creator.update_role'],
  },
  workflow_job_template_node: { create: ['admin_role'], ...ofDrawings, change: ['admin_role'] },
  o_auth2_application: {
    create: ofOrganization('admin_role'),
    read: ['member_role'],
    change: ['admin_role'],
    delete: ['admin_role'],
  },
  token: { create: ['everyone'], read: ['creator'], change: ['creator'], delete: ['creator'] },
  history: { read: SUPERUSERS },
  setting: { read: SUPERUSERS },
  instance: { read: SUPERUSERS },
  parked_event: { read: SUPERUSERS, replay: SUPERUSERS },
  role: { read: ['read_role'], grant: ['admin_role'] },
  job: {
    ...ofJobs,
    start: ['execute_role', 'orphan.organization.admin_role'],
    cancel: ['creator', 'admin_role', 'orphan.organization.job_template_admin_role'],
    delete: ofOrganization('admin_role'),
  },
  workflow_job: {
    ...ofJobs,
    start: ['execute_role'],
    cancel: ['creator', 'admin_role', 'organization.workflow_admin_role'],
    delete: ofOrganization('workflow_admin_role'),
  },
  project_update: {
    ...ofJobs,
    start: ['update_role'],
    cancel: ['creator', 'admin_role', 'orphan.organization.project_admin_role'],
    delete: ['admin_role', 'orphan.organization.project_admin_role'],
  },
  system_job_template: {
    create: SUPERUSERS,
    read: SUPERUSERS,
    change: SUPERUSERS,
    delete: SUPERUSERS,
    execute: SUPERUSERS,
  },
  system_job: { read: SUPERUSERS, start: SUPERUSERS, cancel: SUPERUSERS, delete: SUPERUSERS },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Conditions>>>>;

/** A condition that speaks of a role, taken apart: `organization.admin_role`; without a place it is of what decides. */
export interface RoleCondition {
  readonly place: string | undefined;
  readonly role: string;
}

/** undefined for conditions that no role decides. */
export const roleConditionOf = (condition: Condition): RoleCondition | undefined => {
  const [, place, role] = /^(?:(\w+)\.)?(\w+_role)$/.exec(condition) ?? [];
  return role === undefined ? undefined : { place, role };
};

type Rights = typeof RIGHTS;

/** A kind that the policy knows. */
export type GuardedKind = keyof Rights;

/** What one may want to do with an object. */
export type Action = { readonly [Kind in GuardedKind]: keyof Rights[Kind] }[GuardedKind];

/** `job_template.execute`: a right as endpoints and documents name it. `list` shows the rows that one may read. */
export type RightName = {
  readonly [Kind in GuardedKind]: `${Kind}.${(keyof Rights[Kind] & string) | 'list'}`;
}[GuardedKind];

const EVERY_RIGHT: Readonly<Record<string, Readonly<Record<string, Conditions>>>> = RIGHTS;

/** undefined: nothing is said, so it is for superusers only. */
export const conditionsOf = (kind: string, action: string): Conditions | undefined => EVERY_RIGHT[kind]?.[action];
