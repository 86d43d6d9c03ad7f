import { closureOf } from './inheritance.js';
import { type Grant, holds, holdingsThroughTeams, reach } from './holdings.js';
import { may } from './policy.js';
import type { Action } from './rights.js';

const ann = { id: 4, username: 'ann', isSuperuser: false, isSystemAuditor: false };
const wf = { type: 'workflow_job_template', id: 20, organization: 1 };
const subject = { type: wf.type, id: wf.id, guardian: wf };
const held = (...grants: Grant[]) => holdingsThroughTeams(grants, []);
const on = (type: string, id: number, role: string): Grant => ({ type, id, role });

describe('the access policy', () => {
  it.each<[string, Action, boolean]>([
    ['execute_role', 'read', true],
    ['execute_role', 'execute', true],
    ['execute_role', 'change', false],
    ['execute_role', 'delete', false],
    ['execute_role', 'copy', false],
    ['approval_role', 'read', true],
    ['approval_role', 'execute', false],
    ['admin_role', 'delete', true],
    ['read_role', 'execute', false],
  ])('with %s on a workflow template %s is %s', (role, action, expected) =>
    expect(may(ann, held(on(wf.type, 20, role)), action, subject).allowed).toBe(expected),
  );

  it.each<[string, Action, boolean]>([
    ['admin_role', 'delete', true],
    ['workflow_admin_role', 'change', true],
    ['execute_role', 'execute', true],
    ['auditor_role', 'read', true],
    ['auditor_role', 'change', false],
    ['member_role', 'read', false],
  ])('with %s on its organization %s is %s', (role, action, expected) =>
    expect(may(ann, held(on('organization', 1, role)), action, subject).allowed).toBe(expected),
  );

  it('denies what nobody granted, and grants on other objects', () => {
    expect(may(ann, held(), 'read', subject)).toEqual({ allowed: false, rule: 'workflow_job_template.read_role' });
    expect(may(ann, held(on(wf.type, 21, 'admin_role')), 'read', subject).allowed).toBe(false);
    expect(may(ann, held(), 'read', { type: 'nonsense', id: 1, guardian: null }).allowed).toBe(false);
  });

  it('lets superusers do everything and auditors read', () => {
    expect(may({ ...ann, isSuperuser: true }, held(), 'delete', subject)).toEqual({ allowed: true, rule: 'superuser' });
    expect(may({ ...ann, isSystemAuditor: true }, held(), 'read', subject).allowed).toBe(true);
    expect(may({ ...ann, isSystemAuditor: true }, held(), 'change', subject).allowed).toBe(false);
  });

  it('lets users read and change themselves, not delete', () => {
    const self = { type: 'user', id: 4, guardian: null };
    expect(may(ann, held(), 'change', self).allowed).toBe(true);
    expect(may(ann, held(), 'delete', self).allowed).toBe(false);
    expect(may(ann, held(), 'read', { ...self, id: 5 }).allowed).toBe(false);
  });

  it('shows a label to whoever may read a template that carries it', () => {
    const organization = { type: 'organization', id: 1, organization: null };
    const label = { type: 'label', id: 5, guardian: organization };
    const reader = held(on(wf.type, 20, 'read_role'));
    expect(may(ann, reader, 'read', label).allowed).toBe(false);
    expect(may(ann, reader, 'read', { ...label, carriers: [wf] })).toEqual({
      allowed: true,
      rule: 'carried.read_role',
    });
    expect(may(ann, reader, 'change', { ...label, carriers: [wf] }).allowed).toBe(false);
  });

  it('carries grants of teams, and of teams in teams', () => {
    const teams = [
      { id: 7, organization: 1, grants: [on('job_template', 8, 'admin_role'), on('team', 9, 'member_role')] },
      { id: 9, organization: 2, grants: [on('project', 6, 'use_role')] },
    ];
    const jt = { type: 'job_template', id: 8, organization: 1 };
    expect(holds(holdingsThroughTeams([on('team', 7, 'member_role')], teams), jt, 'execute_role')).toBe(true);
    const project = { type: 'project', id: 6, organization: null };
    expect(holds(holdingsThroughTeams([on('team', 7, 'member_role')], teams), project, 'read_role')).toBe(true);
    expect(holds(holdingsThroughTeams([on('organization', 1, 'admin_role')], teams), project, 'use_role')).toBe(true);
    expect(holds(holdingsThroughTeams([], teams), jt, 'read_role')).toBe(false);
  });

  it('tells for lists through which ids and organizations a role reaches', () => {
    const grants = held(on('job_template', 8, 'execute_role'), on('organization', 2, 'job_template_admin_role'));
    expect(reach(grants, 'job_template', 'read_role')).toEqual({ ids: [8], organizations: [2] });
    expect(reach(grants, 'job_template', 'admin_role')).toEqual({ ids: [], organizations: [2] });
  });

  it('follows inheritance to the end', () =>
    expect([...closureOf('inventory', 'read_role').own].sort()).toEqual(
      ['adhoc_role', 'admin_role', 'read_role', 'update_role', 'use_role'].sort(),
    ));
});
