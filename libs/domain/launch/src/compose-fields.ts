import { Contest } from './board.js';
import { applied, bypassing, type Draft, fieldProblem } from './draft.js';
import { type FieldVerdict, judgeField, NOT_ALLOWED } from './field-gate.js';
import { ALL_SCALARS, type ScalarField, SCALARS, takesPrompts } from './prompts.js';
import { fieldSource, templateSource } from './sources.js';
import type { ComposeRequest, LaunchTarget, Layer, Scalar } from './types.js';

interface Bid {
  readonly layer: Layer;
  readonly value: Scalar;
}

/** Decides every prompt of one value: accepted, else the template's own (spec precedence.md §3). */
export const composeFields = (request: ComposeRequest, draft: Draft): void => {
  const { target } = request;
  const judged = applied(request).filter(({ prompts }) => prompts !== undefined);
  const forced = bypassing(request).filter(({ prompts }) => prompts !== undefined);
  for (const field of SCALARS[target.kind]) {
    draft.effective[field] = target.values[field] ?? null;
    if (judged.length === 0 && forced.length === 0) continue;
    composeField({ target, field, bids: bidsFor(field, judged), forced: bidsFor(field, forced) }, draft);
  }
  if (!takesPrompts(target.kind)) refuseAll(judged, draft);
};

const bidsFor = (field: ScalarField, layers: readonly Layer[]): readonly Bid[] => {
  const bids: Bid[] = [];
  for (const layer of layers) {
    const value = layer.prompts?.[field];
    if (value !== undefined && value !== null) bids.push({ layer, value });
  }
  return bids;
};

interface FieldContest {
  readonly target: LaunchTarget;
  readonly field: ScalarField;
  readonly bids: readonly Bid[];
  readonly forced: readonly Bid[];
}

const composeField = ({ target, field, bids, forced }: FieldContest, draft: Draft): void => {
  if (bids.length + forced.length === 0) return;
  const contest = new Contest();
  contest.take(templateSource(target), { v: target.values[field] ?? null });
  const strongest = bids.at(-1);
  if (strongest !== undefined) {
    const verdict = judgeField(target, field, strongest.value, draft.effective);
    for (const { layer, value } of bids.slice(0, -1)) {
      if (verdict.gate === 'accepted:ask') contest.take(fieldSource(layer, field), { v: value });
      else contest.passOver(fieldSource(layer, field), { v: value });
    }
    settle({ contest, field, bid: strongest, verdict }, draft);
  }
  for (const { layer, value } of forced) {
    contest.take(fieldSource(layer, field, 'bypassed'), { v: value });
    draft.recorded[field] = value;
    draft.effective[field] = value;
  }
  draft.decisions.push(contest.decision(field));
};

interface Judged {
  readonly contest: Contest;
  readonly field: ScalarField;
  readonly bid: Bid;
  readonly verdict: FieldVerdict;
}

const settle = ({ contest, field, bid: { layer, value }, verdict }: Judged, draft: Draft): void => {
  const source = fieldSource(layer, field, verdict.gate);
  if (verdict.gate === 'noop') return contest.passOver(source, { v: value });
  if (verdict.gate === 'rejected') {
    const { code, message } = verdict;
    contest.refuse({ ...source, value: { v: value }, code, message });
    draft.problems.push(fieldProblem(field, code, message));
    draft.ignored[field] = value;
    return undefined;
  }
  contest.take(source, { v: value });
  draft.accepted[field] = value;
  draft.recorded[field] = value;
  draft.effective[field] = value;
  return undefined;
};

/** Projects and their like take no prompts at all (spec launch.md §2.2). */
const refuseAll = (layers: readonly Layer[], draft: Draft): void => {
  for (const field of ALL_SCALARS) {
    for (const { layer, value } of bidsFor(field, layers)) {
      const contest = new Contest();
      const refusal = { code: 'unknown_field', message: NOT_ALLOWED } as const;
      contest.refuse({ ...fieldSource(layer, field, 'rejected'), value: { v: value }, ...refusal });
      draft.problems.push(fieldProblem(field, refusal.code, refusal.message));
      draft.ignored[field] = value;
      draft.decisions.push(contest.decision(field));
    }
  }
};
