import { type Holdable, type Holdings, holds, reach } from './holdings.js';
import { type Action, type Condition, conditionsOf, roleConditionOf } from './rights.js';
import type { Viewer } from './viewer.js';

/** The answer, with the rule that gave it for the event's `authz`. */
export interface Permission {
  readonly allowed: boolean;
  readonly rule: string;
}

/** Organizations of a user, as others see them. */
export interface Membership {
  /** Those that he is a member or administrator of. */
  readonly organizations: readonly number[];
  /** Those that he was made a member of. */
  readonly memberOf: readonly number[];
  readonly isSuperuser: boolean;
  readonly isSystemAuditor: boolean;
}

/** The object and the one whose roles decide for it: a host's inventory, a label's organization, else itself. */
export interface Subject {
  readonly type: string;
  readonly id: number;
  readonly guardian: Holdable | null;
  /** Its own, where it is not the guardian's: a job keeps the organization that its template had. */
  readonly organization?: number | null;
  readonly creator?: number | null;
  /** Of a user. */
  readonly membership?: Membership;
  /** Templates that carry a label. */
  readonly carriers?: readonly Holdable[];
  /** Belongs to no organization, and is there for all. */
  readonly isGlobal?: boolean;
}

/** Who asks for what. */
interface Question {
  readonly viewer: Viewer;
  readonly held: Holdings;
  readonly subject: Subject;
}

/** May the viewer do this? Denied unless a rule says otherwise. */
export const may = (viewer: Viewer, held: Holdings, action: Action, subject: Subject): Permission => {
  if (viewer.isSuperuser) return allowed('superuser');
  if ((action === 'read' || action === 'audit') && viewer.isSystemAuditor) return allowed('system_auditor');
  const conditions = conditionsOf(subject.type, action) ?? [];
  const met = conditions.find((condition) => meets({ viewer, held, subject }, condition));
  if (met !== undefined) return allowed(ruleOf(met, subject));
  const [wanted] = conditions;
  return denied(wanted === undefined ? `${subject.type}.${action}` : ruleOf(wanted, subject));
};

const allowed = (rule: string): Permission => ({ allowed: true, rule });
const denied = (rule: string): Permission => ({ allowed: false, rule });

/** `workflow_job_template.admin_role`, `organization.auditor_role`, `self` */
const ruleOf = (condition: Condition, { type, guardian }: Subject): string =>
  /^\w+_role$/.test(condition) ? `${guardian?.type ?? type}.${condition}` : condition;

const meets = (question: Question, condition: Condition): boolean => {
  const { held, subject } = question;
  const orphan = /^orphan\.(.+)$/.exec(condition)?.[1];
  if (orphan !== undefined) return subject.guardian === null && meets(question, orphan as Condition);
  const asked = roleConditionOf(condition);
  if (!asked) return isPersonally(condition, question);
  const { place, role } = asked;
  if (place === undefined) return subject.guardian !== null && holds(held, subject.guardian, role);
  return meetsAt(place, role, question);
};

/** Conditions that no role decides. */
const isPersonally = (condition: Condition, { viewer, subject }: Question): boolean => {
  switch (condition) {
    case 'everyone':
      return true;
    case 'self':
      return subject.id === viewer.id;
    case 'creator':
      return subject.creator === viewer.id;
    case 'global':
      return subject.isGlobal ?? false;
    case 'is_superuser':
      return subject.membership?.isSuperuser ?? false;
    default:
      return false;
  }
};

/** Roles of organizations. */
const meetsAt = (place: string, role: string, { viewer, held, subject }: Question): boolean => {
  const has = (organization: number): boolean => holds(held, organizationOf(organization), role);
  const { membership, carriers } = subject;
  switch (place) {
    case 'carried':
      return carriers?.some((carrier) => holds(held, carrier, role)) ?? false;
    case 'organization':
      return organizationsOf(subject).some(has);
    case 'creator':
      return subject.creator === viewer.id && subject.guardian !== null && holds(held, subject.guardian, role);
    case 'somewhere':
      return reach(held, 'organization', role).ids.length > 0;
    case 'shared':
      return membership?.memberOf.some(has) ?? false;
    case 'everywhere':
      return membership !== undefined && isAdministrable(membership) && membership.organizations.every(has);
    default:
      return false;
  }
};

const organizationsOf = ({ organization, guardian }: Subject): readonly number[] => {
  const id = organization ?? guardian?.organization ?? null;
  return id === null ? [] : [id];
};

/** Those with system-wide rights are their peers' to change, those without an organization nobody's. */
const isAdministrable = ({ isSuperuser, isSystemAuditor, organizations }: Membership): boolean =>
  !isSuperuser && !isSystemAuditor && organizations.length > 0;

const organizationOf = (id: number): Holdable => ({ type: 'organization', id, organization: null });
