import type { Permission } from './policy.js';

/** What the launch that is to be repeated was given, as far as rights on it are concerned. */
export interface RecordedFacts {
  readonly wasPrompted: boolean;
  /** A secret answer is among it, and somebody else gave it. */
  readonly hasForeignSecrets: boolean;
  /** The template would take all of it today. */
  readonly isAccepted: boolean;
  /** The user may use every resource that it names. */
  readonly mayUseAll: boolean;
}

/** What decides about repeating a job. */
export interface RelaunchFacts {
  readonly isSuperuser: boolean;
  readonly hasTemplate: boolean;
  readonly executesTemplate: boolean;
  /** Null: nothing was recorded, as with a legacy launch. */
  readonly recorded: RecordedFacts | null;
  readonly hasOrganization: boolean;
  readonly executesInOrganization: boolean;
  readonly administersOrganization: boolean;
}

/** Of a workflow job; its organization has no say. */
export type WorkflowRelaunchFacts = Pick<
  RelaunchFacts,
  'isSuperuser' | 'hasTemplate' | 'executesTemplate' | 'recorded'
>;

/** The answer; a refusal may have words of its own. */
export interface RelaunchVerdict extends Permission {
  readonly message: string | null;
}

interface Row<Facts> {
  readonly rule: string;
  readonly applies: (facts: Facts) => boolean;
  /** {@link ALLOWED}, or the words of the refusal; null: the usual ones. */
  readonly then: string | null;
}

const ALLOWED = 'allowed';

const SECRETS_OF_ANOTHER = 'Job was launched with secret prompts provided by another user.';

const isConfigured = ({ hasTemplate, recorded }: RelaunchFacts): boolean => hasTemplate && recorded !== null;

/** Spec relaunch-and-create-schedule.md §3: the first row that applies decides; the last always does. */
const JOB_ROWS: readonly Row<RelaunchFacts>[] = [
  { rule: 'superuser', applies: (facts) => facts.isSuperuser, then: ALLOWED },
  {
    rule: 'job_template.execute_role',
    applies: ({ hasTemplate, executesTemplate }) => hasTemplate && !executesTemplate,
    then: null,
  },
  {
    rule: 'relaunch.nothing_prompted',
    applies: (facts) => isConfigured(facts) && facts.recorded?.wasPrompted === false,
    then: ALLOWED,
  },
  {
    rule: 'relaunch.secrets_of_another',
    applies: (facts) => isConfigured(facts) && facts.recorded?.hasForeignSecrets === true,
    then: SECRETS_OF_ANOTHER,
  },
  {
    rule: 'relaunch.prompts_permitted',
    applies: (facts) => isConfigured(facts) && facts.recorded?.isAccepted === true && facts.recorded.mayUseAll,
    then: ALLOWED,
  },
  {
    rule: 'organization.execute_role',
    applies: ({ hasTemplate, executesInOrganization }) => hasTemplate && executesInOrganization,
    then: ALLOWED,
  },
  {
    // AWX asks for the execute role here; the one place to switch to that.
    rule: 'organization.admin_role',
    applies: ({ hasTemplate, administersOrganization }) => !hasTemplate && administersOrganization,
    then: ALLOWED,
  },
  {
    rule: 'relaunch.orphan_of_nobody',
    applies: ({ hasTemplate, hasOrganization }) => !hasTemplate && !hasOrganization,
    then: 'Job has been orphaned from its job template and organization.',
  },
  {
    rule: 'relaunch.prompts_not_permitted',
    applies: isConfigured,
    then: 'Job was launched with prompted fields you do not have access to.',
  },
  {
    rule: 'relaunch.prompts_unknown',
    applies: ({ hasTemplate }) => hasTemplate,
    then: 'Job was launched with unknown prompted fields. Organization admin permissions required.',
  },
  { rule: 'organization.admin_role', applies: () => true, then: null },
];

/** Spec relaunch-and-create-schedule.md §6. */
const WORKFLOW_ROWS: readonly Row<WorkflowRelaunchFacts>[] = [
  { rule: 'superuser', applies: (facts) => facts.isSuperuser, then: ALLOWED },
  { rule: 'relaunch.orphan', applies: ({ hasTemplate }) => !hasTemplate, then: null },
  {
    rule: 'workflow_job_template.execute_role',
    applies: ({ executesTemplate, recorded }) => !executesTemplate || recorded === null,
    then: null,
  },
  {
    rule: 'relaunch.nothing_prompted',
    applies: ({ recorded }) => recorded?.wasPrompted === false,
    then: ALLOWED,
  },
  {
    rule: 'relaunch.secrets_of_another',
    applies: ({ recorded }) => recorded?.hasForeignSecrets === true,
    then: SECRETS_OF_ANOTHER,
  },
  {
    rule: 'relaunch.prompts_not_permitted',
    applies: ({ recorded }) => recorded?.mayUseAll === false,
    then: 'Job was launched with prompts you lack access to.',
  },
  {
    rule: 'relaunch.prompts_not_accepted',
    applies: ({ recorded }) => recorded?.isAccepted === false,
    then: 'Job was launched with prompts no longer accepted.',
  },
  { rule: 'relaunch.prompts_permitted', applies: () => true, then: ALLOWED },
];

const judge = <Facts>(rows: readonly Row<Facts>[], facts: Facts): RelaunchVerdict => {
  const row = rows.find(({ applies }) => applies(facts));
  if (!row) throw new Error('no row applies, not even the last');
  const { rule, then } = row;
  return then === ALLOWED ? { allowed: true, rule, message: null } : { allowed: false, rule, message: then };
};

/** May this user repeat the job? */
export const mayRelaunch = (facts: RelaunchFacts): RelaunchVerdict => judge(JOB_ROWS, facts);

/** May this user repeat the workflow job? */
export const mayRelaunchWorkflow = (facts: WorkflowRelaunchFacts): RelaunchVerdict => judge(WORKFLOW_ROWS, facts);
