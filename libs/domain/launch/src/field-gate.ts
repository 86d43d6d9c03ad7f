import type { ScalarField } from './prompts.js';
import type { LaunchTarget, RejectionCode, Scalar, ScalarPrompts } from './types.js';

export const NOT_PROMPTED = 'Field is not configured to prompt on launch.';
export const NOT_ALLOWED = 'Field is not allowed on launch.';

export type FieldVerdict =
  | { readonly gate: 'accepted:ask' | 'noop' }
  | { readonly gate: 'rejected'; readonly code: RejectionCode; readonly message: string };

const ACCEPTED: FieldVerdict = { gate: 'accepted:ask' };
const NOOP: FieldVerdict = { gate: 'noop' };

const rejected = (code: RejectionCode, message: string): FieldVerdict => ({ gate: 'rejected', code, message });

/** The template's rules for a prompt of one value (spec launch.md §2.2). `chosen`: fields already decided, the inventory among them. */
export const judgeField = (
  target: LaunchTarget,
  field: ScalarField,
  value: Scalar,
  chosen: ScalarPrompts,
): FieldVerdict => {
  if (isUnchanged(target, field, value)) return NOOP;
  if (target.asks[field] !== true) return rejected('not_prompted', NOT_PROMPTED);
  if (field === 'scm_branch' && target.kind === 'job_template') return judgeBranch(target, value);
  if (field === 'job_slice_count') return judgeSlices(target, value, chosen.inventory);
  return ACCEPTED;
};

const isUnchanged = ({ kind, values, project }: LaunchTarget, field: ScalarField, value: Scalar): boolean => {
  const own = values[field] ?? null;
  if (value === own) return true;
  return (
    field === 'scm_branch' && kind === 'job_template' && own === '' && project !== null && value === project.branch
  );
};

const judgeBranch = ({ project }: LaunchTarget, branch: Scalar): FieldVerdict => {
  if (project === null) return rejected('project_missing', 'Project is missing.');
  return project.allowOverride || branch === project.branch
    ? ACCEPTED
    : rejected('branch_override_forbidden', 'Project does not allow override of branch.');
};

const judgeSlices = (target: LaunchTarget, count: Scalar, inventory: Scalar | null | undefined): FieldVerdict =>
  Number(count) > 1 && effectiveSlices(target, Number(count), inventory) <= 1
    ? rejected('not_enough_hosts', 'Job inventory does not have enough hosts for slicing')
    : ACCEPTED;

/** No more slices than hosts; without an inventory whose hosts are known, as many as asked for. */
export const effectiveSlices = (
  { inventories }: Pick<LaunchTarget, 'inventories'>,
  count: number,
  inventory: Scalar | null | undefined,
): number => {
  const known = inventory === null || inventory === undefined ? undefined : inventories[String(inventory)];
  return known === undefined ? count : Math.min(count, known.hosts);
};
