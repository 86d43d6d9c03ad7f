import type { RoleDeclaration } from '../declaration/resource.js';

const manages = (field: string, name: string, things: string): RoleDeclaration => ({
  field,
  name,
  description: `Can manage all ${things} of the organization`,
});

/** Names and descriptions as AWX shows them; who inherits what is in `@domain/access`. */
export const organizationRoles: readonly RoleDeclaration[] = [
  { ...manages('admin_role', 'Admin', 'aspects'), userOnly: true },
  {
    field: 'execute_role',
    name: 'Execute',
    description: 'May run any executable resources in the organization',
  },
  manages('project_admin_role', 'Project Admin', 'projects'),
  manages('inventory_admin_role', 'Inventory Admin', 'inventories'),
  manages('credential_admin_role', 'Credential Admin', 'credentials'),
  manages('workflow_admin_role', 'Workflow Admin', 'workflows'),
  manages('notification_admin_role', 'Notification Admin', 'notifications'),
  manages('job_template_admin_role', 'Job Template Admin', 'job templates'),
  manages('execution_environment_admin_role', 'Execution Environment Admin', 'execution environments'),
  { field: 'auditor_role', name: 'Auditor', description: 'Can view all aspects of the organization' },
  { field: 'member_role', name: 'Member', description: 'User is a member of the organization', userOnly: true },
  { field: 'read_role', name: 'Read', description: 'May view settings for the organization' },
  { field: 'approval_role', name: 'Approve', description: 'Can approve or deny a workflow approval node' },
];
