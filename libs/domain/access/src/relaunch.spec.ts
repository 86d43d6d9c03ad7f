import { mayRelaunch, mayRelaunchWorkflow, type RecordedFacts, type RelaunchFacts } from './relaunch.js';

const nothing: RecordedFacts = { wasPrompted: false, hasForeignSecrets: false, isAccepted: true, mayUseAll: true };
const prompted: RecordedFacts = { ...nothing, wasPrompted: true };

/** Somebody who holds nothing, and a job of a template that exists. */
const nobody: RelaunchFacts = {
  isSuperuser: false,
  hasTemplate: true,
  executesTemplate: false,
  recorded: nothing,
  hasOrganization: true,
  executesInOrganization: false,
  administersOrganization: false,
};
const operator: RelaunchFacts = { ...nobody, executesTemplate: true };
const orphan: RelaunchFacts = { ...nobody, hasTemplate: false };
const organizationExecute = { executesInOrganization: true };
const administrator = { executesInOrganization: true, administersOrganization: true };

type Case = readonly [row: string, facts: RelaunchFacts, allowed: boolean, rule: string, message: string | null];

const NO_ACCESS = 'Job was launched with prompted fields you do not have access to.';
const SECRETS = 'Job was launched with secret prompts provided by another user.';
const UNKNOWN = 'Job was launched with unknown prompted fields. Organization admin permissions required.';
const ORPHANED = 'Job has been orphaned from its job template and organization.';

describe('who may repeat a job', () => {
  it.each<Case>([
    ['1: superuser', { ...nobody, isSuperuser: true }, true, 'superuser', null],
    ['1: superuser, orphan', { ...orphan, isSuperuser: true, hasOrganization: false }, true, 'superuser', null],
    ['2: no execute', nobody, false, 'job_template.execute_role', null],
    [
      '2: no execute, organization execute alone is not looked at',
      { ...nobody, ...administrator },
      false,
      'job_template.execute_role',
      null,
    ],
    ['3: nothing was prompted', operator, true, 'relaunch.nothing_prompted', null],
    [
      '4: secrets of another, even for administrators',
      { ...operator, ...administrator, recorded: { ...prompted, hasForeignSecrets: true } },
      false,
      'relaunch.secrets_of_another',
      SECRETS,
    ],
    ['5: accepted, with all rights', { ...operator, recorded: prompted }, true, 'relaunch.prompts_permitted', null],
    [
      '6: configured, not accepted, organization execute',
      { ...operator, ...organizationExecute, recorded: { ...prompted, isAccepted: false } },
      true,
      'organization.execute_role',
      null,
    ],
    [
      '6: legacy, organization execute',
      { ...operator, ...organizationExecute, recorded: null },
      true,
      'organization.execute_role',
      null,
    ],
    ['7: orphan, organization admin', { ...orphan, ...administrator }, true, 'organization.admin_role', null],
    [
      '8: orphan of no organization',
      { ...orphan, hasOrganization: false },
      false,
      'relaunch.orphan_of_nobody',
      ORPHANED,
    ],
    [
      '9: not accepted',
      { ...operator, recorded: { ...prompted, isAccepted: false } },
      false,
      'relaunch.prompts_not_permitted',
      NO_ACCESS,
    ],
    [
      '9: no right on a prompt',
      { ...operator, recorded: { ...prompted, mayUseAll: false } },
      false,
      'relaunch.prompts_not_permitted',
      NO_ACCESS,
    ],
    ['10: legacy', { ...operator, recorded: null }, false, 'relaunch.prompts_unknown', UNKNOWN],
    [
      '11: orphan, organization execute only',
      { ...orphan, ...organizationExecute },
      false,
      'organization.admin_role',
      null,
    ],
    ['11: orphan, no role', orphan, false, 'organization.admin_role', null],
  ])('row %s', (_row, facts, allowed, rule, message) => expect(mayRelaunch(facts)).toEqual({ allowed, rule, message }));
});

describe('who may repeat a workflow job', () => {
  it.each<Case>([
    ['superuser, orphan', { ...orphan, isSuperuser: true }, true, 'superuser', null],
    ['orphan', { ...orphan, ...administrator }, false, 'relaunch.orphan', null],
    ['no execute', nobody, false, 'workflow_job_template.execute_role', null],
    ['nothing recorded', { ...operator, recorded: null }, false, 'workflow_job_template.execute_role', null],
    ['nothing prompted', operator, true, 'relaunch.nothing_prompted', null],
    [
      'secrets of another',
      { ...operator, recorded: { ...prompted, hasForeignSecrets: true } },
      false,
      'relaunch.secrets_of_another',
      SECRETS,
    ],
    [
      'no right on a prompt',
      { ...operator, recorded: { ...prompted, mayUseAll: false } },
      false,
      'relaunch.prompts_not_permitted',
      'Job was launched with prompts you lack access to.',
    ],
    [
      'no longer accepted',
      { ...operator, recorded: { ...prompted, isAccepted: false } },
      false,
      'relaunch.prompts_not_accepted',
      'Job was launched with prompts no longer accepted.',
    ],
    ['all well', { ...operator, recorded: prompted }, true, 'relaunch.prompts_permitted', null],
  ])('%s', (_row, facts, allowed, rule, message) =>
    expect(mayRelaunchWorkflow(facts)).toEqual({ allowed, rule, message }),
  );
});
