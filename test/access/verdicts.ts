import { RESOURCES } from '@application/resources';
import { type Rule, rulesOf } from '@domain/access';
import type { Operation } from './requests.js';
import { RIGHTS_OF_THE_SPEC } from './rights-of-the-spec.js';
import { WITH_ROLES } from './world.js';

/** What becomes of a request: it is let in, it is refused (403), or it is told to log in (401). */
export type Verdict = 'allowed' | 'refused' | 'login';

export const verdictOf = (status: number): Verdict =>
  status === 401 ? 'login' : status === 403 ? 'refused' : 'allowed';

/** Roles of a kind: `admin`, `use`, `read`. */
export const rolesOf = (kind: string): readonly string[] =>
  RESOURCES.find(({ type }) => type === kind)?.roles.map(({ field }) => field.replace(/_role$/, '')) ?? [];

const ANYBODY = ['superuser', 'auditor', 'anonymous', 'nobody'];
const OF_ORGANIZATION = rolesOf('organization').flatMap((role) => [`organization.${role}`, `elsewhere.${role}`]);

/** Everybody whose verdict may differ: by no role, by each role of either organization, by each role of the kinds concerned. */
export const personasOf = (rules: readonly Rule[]): readonly string[] => {
  const rows = rules.flatMap((rule) => rowOf(rule));
  const kinds = [...new Set([...rules, ...rows].map((name) => name.split('.')[0] ?? ''))];
  const self = kinds.some((kind) => kind === 'user' || kind === 'token') ? ['user.self'] : [];
  const concerned = kinds.filter((kind) => WITH_ROLES.includes(kind) && kind !== 'organization');
  const ofKinds = concerned.flatMap((kind) => [
    ...rolesOf(kind).flatMap((role) => [`${kind}.${role}`, `elsewhere:${kind}.${role}`]),
    ...(kind === 'team' ? [] : [`team:${kind}.admin`]),
  ]);
  return [...ANYBODY, ...self, ...OF_ORGANIZATION, ...ofKinds];
};

const rowOf = (rule: string): readonly string[] => {
  const [kind = '', action = ''] = rule.split('.');
  return RIGHTS_OF_THE_SPEC[kind]?.[action] ?? [];
};

/** Lists of maintenance are for those who see everything; others show what one may read. */
const isForUsers = (rule: Rule): boolean =>
  rule === 'signed_in' || (rule.endsWith('.list') && !rule.startsWith('system_job'));

const isForAuditors = (rule: Rule): boolean => rule === 'auditor' || /\.(read|list|audit)$/.test(rule);

/** Does the specification give this right to that role? */
export const isGiven = (persona: string, rule: Rule): boolean => {
  if (rule === 'anyone' || persona === 'superuser') return true;
  if (persona === 'anonymous') return false;
  if (isForUsers(rule) || (persona === 'auditor' && isForAuditors(rule))) return true;
  const row = rowOf(rule);
  if (row.includes('everyone')) return true;
  // The user of the own organization is a member of it, too.
  const roles = persona === 'user.self' ? [persona, 'organization.member'] : [persona.replace(/^team:/, '')];
  return roles.some((role) => row.includes(role) || (isAtHome(role) && row.includes(anyRoleLike(role))));
};

const isAtHome = (role: string): boolean => !role.startsWith('elsewhere');
const anyRoleLike = (role: string): string => `${role.split('.')[0] ?? ''}.*`;

/** Not even a superuser may do these for somebody else. */
const ONLY_SELF: readonly string[] = ['/tokens/', '/authorized_tokens/', '/personal_tokens/'].map(
  (path) => `/api/v2/users/:id${path}`,
);

/** What the specification says becomes of the operation. */
export const expectedOf = (persona: string, { target, method }: Operation): Verdict => {
  const rules = rulesOf(target.rules[method] ?? 'superuser');
  if (persona === 'anonymous') return rules.includes('anyone') ? 'allowed' : 'login';
  if (method === 'POST' && ONLY_SELF.includes(target.path)) return persona === 'user.self' ? 'allowed' : 'refused';
  return rules.every((rule) => isGiven(persona, rule)) ? 'allowed' : 'refused';
};
