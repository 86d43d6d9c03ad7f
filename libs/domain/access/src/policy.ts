import { type Holdable, type Holdings, holds } from './holdings.js';
import type { Viewer } from './viewer.js';

/** What one may want to do with an object. `create` is asked of the place where it is created. */
export type Action = 'read' | 'change' | 'delete' | 'use' | 'execute' | 'update' | 'adhoc' | 'copy' | 'approve';

/** The answer, with the rule that gave it for the event's `authz`. */
export interface Permission {
  readonly allowed: boolean;
  readonly rule: string;
}

/** The object and the one whose roles decide for it: a host's inventory, a label's organization, else itself. */
export interface Subject {
  readonly type: string;
  readonly id: number;
  readonly guardian: Holdable | null;
  /** May be read by everyone signed in. */
  readonly isPublic?: boolean;
}

type Rights = Readonly<Partial<Record<Action, string>>>;

const managed: Rights = { read: 'read_role', change: 'admin_role', delete: 'admin_role' };

/** Role that an action needs, on the guardian. An action that is not listed is for superusers only. */
const RIGHTS: Readonly<Record<string, Rights>> = {
  organization: { ...managed },
  team: { ...managed, use: 'member_role' },
  label: { read: 'read_role', change: 'admin_role', use: 'read_role' },
  inventory: {
    ...managed,
    use: 'use_role',
    update: 'update_role',
    adhoc: 'adhoc_role',
    copy: 'organization.inventory_admin_role',
  },
  host: { read: 'read_role', change: 'admin_role', delete: 'admin_role' },
  group: { read: 'read_role', change: 'admin_role', delete: 'admin_role' },
  project: { ...managed, use: 'use_role', update: 'update_role', copy: 'organization.project_admin_role' },
  credential: { ...managed, use: 'use_role', copy: 'organization.credential_admin_role' },
  job_template: { ...managed, execute: 'execute_role', copy: 'admin_role' },
  workflow_job_template: {
    ...managed,
    execute: 'execute_role',
    approve: 'approval_role',
    copy: 'organization.workflow_admin_role',
  },
  execution_environment: {
    read: 'read_role',
    change: 'execution_environment_admin_role',
    delete: 'execution_environment_admin_role',
  },
  instance_group: { ...managed, use: 'use_role' },
  credential_type: {},
  user: {},
  system_job_template: {},
};

const allowed = (rule: string): Permission => ({ allowed: true, rule });
const denied = (rule: string): Permission => ({ allowed: false, rule });

/** May the viewer do this? Denied unless a rule says otherwise. */
export const may = (viewer: Viewer, held: Holdings, action: Action, subject: Subject): Permission => {
  const whoever = allowedAnyway(viewer, action, subject);
  if (whoever !== undefined) return allowed(whoever);
  const role = RIGHTS[subject.type]?.[action];
  if (role === undefined || !subject.guardian) return denied(`${subject.type}.${action}`);
  const rule = `${subject.guardian.type}.${role}`;
  return hasRole(held, subject.guardian, role) ? allowed(rule) : denied(rule);
};

/** The rule that allows it whatever roles the viewer holds, if there is one. */
const allowedAnyway = (viewer: Viewer, action: Action, subject: Subject): string | undefined => {
  if (viewer.isSuperuser) return 'superuser';
  if (action === 'read' && viewer.isSystemAuditor) return 'system_auditor';
  if (action === 'read' && subject.isPublic) return 'public';
  const isSelf = subject.type === 'user' && subject.id === viewer.id;
  return isSelf && (action === 'read' || action === 'change') ? 'self' : undefined;
};

const hasRole = (held: Holdings, guardian: Holdable, role: string): boolean => {
  if (!role.startsWith('organization.')) return holds(held, guardian, role);
  if (guardian.organization === null) return false;
  const organization = { type: 'organization', id: guardian.organization, organization: null };
  return holds(held, organization, role.slice('organization.'.length));
};

/** Role (of an organization, or of the inventory) that creating an object of the type needs; null: superusers only. */
export const CREATING: Readonly<Record<string, { readonly place: string; readonly role: string } | null>> = {
  organization: null,
  credential_type: null,
  instance_group: null,
  user: { place: 'organization', role: 'admin_role' },
  team: { place: 'organization', role: 'admin_role' },
  label: { place: 'organization', role: 'member_role' },
  inventory: { place: 'organization', role: 'inventory_admin_role' },
  host: { place: 'inventory', role: 'admin_role' },
  group: { place: 'inventory', role: 'admin_role' },
  project: { place: 'organization', role: 'project_admin_role' },
  credential: { place: 'organization', role: 'credential_admin_role' },
  execution_environment: { place: 'organization', role: 'execution_environment_admin_role' },
  workflow_job_template: { place: 'organization', role: 'workflow_admin_role' },
  job_template: { place: 'project', role: 'use_role' },
};
