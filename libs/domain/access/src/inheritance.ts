/**
 * Who has a role because of another one (spec resources.md §7): whoever holds a source has the role. `organization.x` is
 * role x of the object's organization. Fixed knowledge of AWX's permission model, by object type.
 */
type Sources = Readonly<Record<string, readonly string[]>>;

const byAdmin = ['admin_role'];

export const INHERITANCE: Readonly<Record<string, Sources>> = {
  organization: {
    admin_role: [],
    execute_role: byAdmin,
    project_admin_role: byAdmin,
    inventory_admin_role: byAdmin,
    credential_admin_role: byAdmin,
    job_template_admin_role: byAdmin,
    workflow_admin_role: byAdmin,
    notification_admin_role: byAdmin,
    execution_environment_admin_role: byAdmin,
    approval_role: byAdmin,
    member_role: byAdmin,
    auditor_role: [],
    read_role: [
      'member_role',
      'auditor_role',
      'execute_role',
      'project_admin_role',
      'inventory_admin_role',
      'credential_admin_role',
      'job_template_admin_role',
      'workflow_admin_role',
      'notification_admin_role',
      'execution_environment_admin_role',
      'approval_role',
    ],
  },
  team: {
    admin_role: ['organization.admin_role'],
    member_role: byAdmin,
    read_role: ['member_role', 'organization.auditor_role'],
  },
  inventory: {
    admin_role: ['organization.inventory_admin_role'],
    update_role: byAdmin,
    adhoc_role: byAdmin,
    use_role: ['adhoc_role'],
    read_role: ['update_role', 'use_role', 'organization.auditor_role'],
  },
  project: {
    admin_role: ['organization.project_admin_role'],
    use_role: byAdmin,
    update_role: byAdmin,
    read_role: ['use_role', 'update_role', 'organization.auditor_role'],
  },
  credential: {
    admin_role: ['organization.credential_admin_role'],
    use_role: byAdmin,
    read_role: ['use_role', 'organization.auditor_role'],
  },
  job_template: {
    admin_role: ['organization.job_template_admin_role'],
    execute_role: ['admin_role', 'organization.execute_role'],
    read_role: ['execute_role', 'organization.auditor_role'],
  },
  workflow_job_template: {
    admin_role: ['organization.workflow_admin_role'],
    execute_role: ['admin_role', 'organization.execute_role'],
    approval_role: ['admin_role', 'organization.approval_role'],
    read_role: ['execute_role', 'approval_role', 'organization.auditor_role'],
  },
  instance_group: {
    admin_role: [],
    use_role: byAdmin,
    read_role: ['use_role'],
  },
};

/** A role and everything it follows from: own roles of the object, and roles of its organization. */
export interface RoleClosure {
  readonly own: readonly string[];
  readonly ofOrganization: readonly string[];
}

/** All roles whose holders have this one, itself included. */
export const closureOf = (type: string, role: string): RoleClosure => {
  const own = new Set<string>();
  const ofOrganization = new Set<string>();
  const visit = (source: string): void => {
    const [, organizationRole] = /^organization\.(.+)$/.exec(source) ?? [];
    if (organizationRole !== undefined)
      closureOf('organization', organizationRole).own.forEach((found) => ofOrganization.add(found));
    else if (!own.has(source)) {
      own.add(source);
      (INHERITANCE[type]?.[source] ?? []).forEach(visit);
    }
  };
  visit(role);
  return { own: [...own], ofOrganization: [...ofOrganization] };
};
