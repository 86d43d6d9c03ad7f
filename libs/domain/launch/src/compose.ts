import { composeFields } from './compose-fields.js';
import { composeLists } from './compose-lists.js';
import { composeVariables } from './compose-variables.js';
import { passwordsNeeded } from './credentials.js';
import { type Draft, emptyDraft } from './draft.js';
import { effectiveSlices } from './field-gate.js';
import { launchProblems, valueProblems } from './launch-checks.js';
import { errorsFor } from './problems.js';
import { judgeStart } from './startable.js';
import { passwordVariables } from './survey.js';
import type { ComposeRequest, Composition } from './types.js';

/**
 * Decides everything a launch could change about a job: the one function behind manual launches, nodes, schedules,
 * relaunches, callbacks, bulk launches and previews. Pure; its result is stored in the launch event as it is.
 */
export const compose = (request: ComposeRequest): Composition => {
  const { target, mode } = request;
  const draft = emptyDraft();
  composeVariables(request, draft);
  composeFields(request, draft);
  composeLists(request, draft);
  draft.problems.push(...launchProblems(request, draft));
  const refusals = errorsFor(mode, draft.problems);
  const errors = Object.keys(refusals).length > 0 ? refusals : errorsFor(mode, valueProblems(request, draft));
  const slices = countSlices(request, draft);
  return {
    template: { ...target.ref, kind: target.kind },
    decisions: draft.decisions,
    accepted: draft.accepted,
    effective: slices > 1 ? draft.effective : unsliced(draft),
    launchConfig: request.isLegacy === true ? null : draft.recorded,
    ignored: draft.ignored,
    masks: masksOf(request),
    errors,
    startable: judgeStart(request, draft),
    passwordsNeeded: passwordsNeeded(draft.credentials),
    slices,
  };
};

const countSlices = ({ target, mode, isUnsliced }: ComposeRequest, { effective }: Draft): number => {
  const isWhole = isUnsliced ?? (mode === 'callback' || mode === 'relaunch');
  if (target.kind !== 'job_template' || isWhole) return 1;
  const { job_slice_count: count, inventory } = effective;
  return Math.max(1, effectiveSlices(target, Number(count ?? 1), inventory));
};

/** A job that could be sliced but is not, for want of hosts, says so. */
const unsliced = ({ effective }: Draft): Draft['effective'] => {
  if (Number(effective.job_slice_count ?? 1) > 1) effective.job_slice_count = 1;
  return effective;
};

const masksOf = ({ target, layers }: ComposeRequest): readonly string[] => {
  const own = passwordVariables(target.survey);
  const inherited = layers.flatMap(({ masks }) => masks ?? []);
  return inherited.length === 0 ? own : [...new Set([...own, ...inherited])];
};
