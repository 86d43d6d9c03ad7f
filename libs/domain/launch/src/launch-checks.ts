import { passwordsNeeded } from './credentials.js';
import type { Draft } from './draft.js';
import { isSaving, type Problem } from './problems.js';
import type { ComposeRequest, LaunchTarget, Scalar } from './types.js';

/** What is judged when all values are known (spec launch.md §2.3, §6.1 step 5, §6.3). */
export const launchProblems = (request: ComposeRequest, draft: Draft): readonly Problem[] => {
  const { target, mode } = request;
  if (target.kind !== 'job_template') return mode === 'manual' ? inventoryProblems(target, draft, 'Workflow') : [];
  const checks = [...missingResources(target, draft)];
  if (isSaving(mode)) checks.push(...savedPasswords(target));
  if (mode === 'manual') checks.push(...manualProblems(request, draft));
  return checks;
};

/** The template's own validation of accepted values; looked at when all else is well. */
export const valueProblems = ({ maxForks }: ComposeRequest, draft: Draft): readonly Problem[] => {
  const { forks } = draft.accepted;
  const problems: Problem[] = [];
  if (maxForks !== undefined && maxForks > 0 && Number(forks ?? 0) > maxForks) {
    problems.push(problem('forks', `Maximum number of forks (${maxForks}) exceeded.`));
  }
  for (const field of ['scm_branch', 'skip_tags'] as const) {
    const length = lengthOf(draft.accepted[field]);
    if (length <= LONGEST) continue;
    problems.push(problem(field, `Ensure this value has at most ${LONGEST} characters (it has ${length}).`));
  }
  return problems;
};

const LONGEST = 1024;

const lengthOf = (value: Scalar | undefined): number => (typeof value === 'string' ? Array.from(value).length : 0);

const problem = (field: string, message: string): Problem => ({ field, code: 'invalid', message });

const missingResources = (target: LaunchTarget, draft: Draft): readonly Problem[] => {
  const lacking = [
    ...(target.project === null ? ['project'] : []),
    ...((draft.effective.inventory ?? null) === null ? ['inventory'] : []),
  ];
  return lacking.map((resource) => ({
    field: 'resources_needed_to_start',
    code: 'resource_missing',
    message: `Job Template ${resource} is missing or undefined.`,
  }));
};

const savedPasswords = ({ asks, credentials }: LaunchTarget): readonly Problem[] =>
  asks.credentials === true || passwordsNeeded(credentials).length === 0
    ? []
    : [
        {
          field: 'passwords_needed_to_start',
          code: 'saved_password',
          message: 'Saved launch configurations cannot provide passwords needed to start.',
        },
      ];

const manualProblems = (request: ComposeRequest, draft: Draft): readonly Problem[] => {
  const { target } = request;
  const problems: Problem[] = [];
  if (target.project === null) problems.push(problem('project', 'A project is required to run a job.'));
  if (target.project?.lacksRevision === true) {
    problems.push(problem('playbook', 'Missing a revision to run due to failed project update.'));
  }
  problems.push(...inventoryProblems(target, draft, 'Job Template'));
  for (const key of missingPasswords(request, draft)) problems.push(problem('passwords_needed_to_start', key));
  return problems;
};

const inventoryProblems = (
  { values, inventories }: LaunchTarget,
  { accepted }: Draft,
  template: string,
): readonly Problem[] => {
  const isGoing = (id: Scalar | null | undefined): boolean => inventories[String(id ?? '')]?.pendingDeletion === true;
  if (isGoing(values.inventory)) {
    return [problem('inventory', `The inventory associated with this ${template} is being deleted.`)];
  }
  return isGoing(accepted.inventory) ? [problem('inventory', 'The provided inventory is being deleted.')] : [];
};

/** Password keys of the final credentials that nobody typed. */
export const missingPasswords = ({ typedPasswords }: ComposeRequest, { credentials }: Draft): readonly string[] => {
  const needed = passwordsNeeded(credentials);
  return needed.length === 0 ? needed : needed.filter((key) => !(typedPasswords ?? []).includes(key));
};
