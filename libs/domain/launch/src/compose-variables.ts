import { isSealed, MASK, type Value } from '@domain/kernel';
import { isMask, usableDefaults } from './answers.js';
import { Contest } from './board.js';
import { applied, bypassing, type Draft, variablesOf } from './draft.js';
import { takesPrompts } from './prompts.js';
import { defaultSource, templateSource, variableSource } from './sources.js';
import { passwordVariables } from './survey.js';
import { judgeFixedVariables } from './system-variables.js';
import type { ComposeRequest, Layer } from './types.js';
import { type GivenVariable, judgeVariables, type VariableVerdicts, type Verdict } from './variables-gate.js';

interface Bid {
  readonly layer: Layer;
  readonly value: Value;
}

/** Everything that is known while variables are decided; maps, since a variable may have any name. */
interface Table {
  readonly contests: Map<string, Contest>;
  readonly accepted: Map<string, Value>;
  readonly recorded: Map<string, Value>;
  readonly ignored: Map<string, Value>;
  readonly secrets: ReadonlySet<string>;
}

/** template < survey defaults < accepted < bypassing layers, key by key, never merged deeply (spec precedence.md §3). */
export const composeVariables = (request: ComposeRequest, draft: Draft): void => {
  const table: Table = {
    contests: new Map(),
    accepted: new Map(),
    recorded: new Map(),
    ignored: new Map(),
    secrets: new Set(passwordVariables(request.target.survey)),
  };
  putOwn(request, table);
  putApplied(request, table, draft);
  putBypassing(request, table);
  conclude(table, draft);
};

const contestFor = ({ contests }: Table, key: string): Contest => {
  const known = contests.get(key);
  if (known !== undefined) return known;
  const contest = new Contest();
  contests.set(key, contest);
  return contest;
};

const putOwn = ({ target }: ComposeRequest, table: Table): void => {
  const own = templateSource(target);
  for (const key of Object.keys(target.variables)) contestFor(table, key).take(own, target.variables[key] as Value);
  const defaults = usableDefaults(target.survey);
  if (defaults.length === 0) return;
  const source = defaultSource(target);
  for (const { key, value } of defaults) contestFor(table, key).take(source, value);
};

const putApplied = (request: ComposeRequest, table: Table, draft: Draft): void => {
  const layers = applied(request);
  const unreadable = layers.find(({ variablesError }) => variablesError !== undefined);
  if (unreadable !== undefined) return refuseUnreadable(unreadable, draft);
  const bids = collectBids(layers);
  const { verdicts, problems } = judge(request, bids);
  draft.problems.push(...problems);
  for (const [key, verdict] of verdicts) {
    const offered = bids.get(key);
    if (offered === undefined) refuseMissing(table, key, verdict, layers[0]);
    else settle(table, { key, verdict, offered });
  }
};

const collectBids = (layers: readonly Layer[]): ReadonlyMap<string, readonly Bid[]> => {
  const bids = new Map<string, Bid[]>();
  for (const layer of layers) {
    const variables = layer.variables ?? {};
    for (const key of Object.keys(variables)) {
      const bid = { layer, value: variables[key] as Value };
      const earlier = bids.get(key);
      if (earlier === undefined) bids.set(key, [bid]);
      else earlier.push(bid);
    }
  }
  return bids;
};

const judge = (request: ComposeRequest, bids: ReadonlyMap<string, readonly Bid[]>): VariableVerdicts => {
  const given = new Map<string, GivenVariable>();
  for (const [key, offered] of bids) {
    const { layer, value } = offered.at(-1) as Bid;
    const { revealed } = layer;
    given.set(key, {
      value,
      clear: revealed !== undefined && Object.hasOwn(revealed, key) ? revealed[key] : undefined,
    });
  }
  return takesPrompts(request.target.kind)
    ? judgeVariables(asked(request), given, mustAnswer(request))
    : judgeFixedVariables(request.target, given);
};

/** Whether a callback has its answers was asked before, by `callbackNeedsInput`. */
const mustAnswer = ({ mode, requireAnswers }: ComposeRequest): boolean =>
  mode !== 'callback' && requireAnswers !== false;

/** A repeated launch brings once more what reached the first one past the rules: that leaves no question open. */
const asked = (request: ComposeRequest): ComposeRequest['target'] => {
  const { target, mode } = request;
  if (mode !== 'relaunch' || target.survey === null) return target;
  const past = bypassing(request).flatMap(({ variables }) => Object.keys(variables ?? {}));
  const questions = target.survey.questions.filter(({ variable }) => !past.includes(variable));
  return { ...target, survey: { ...target.survey, questions } };
};

interface Settled {
  readonly key: string;
  readonly verdict: Verdict;
  readonly offered: readonly Bid[];
}

const settle = (table: Table, { key, verdict, offered }: Settled): void => {
  const contest = contestFor(table, key);
  const { layer, value } = offered.at(-1) as Bid;
  const takes = verdict.gate.startsWith('accepted') && !isDefaultWish(table, key, value);
  for (const weaker of offered.slice(0, -1)) {
    const source = variableSource(weaker.layer, key);
    if (takes) contest.take(source, shown(table, key, weaker.value));
    else contest.passOver(source, shown(table, key, weaker.value));
  }
  const source = variableSource(layer, key, verdict.gate);
  if (takes) {
    contest.take(source, value);
    table.accepted.set(key, value);
    table.recorded.set(key, value);
  } else if (verdict.gate === 'rejected') {
    const { code, message } = verdict;
    contest.refuse({ ...source, value: shown(table, key, value), code, message });
    table.ignored.set(key, shown(table, key, value));
  } else {
    contest.passOver(source, shown(table, key, value));
  }
};

/** The mask as answer to a password question leaves the place to the default. */
const isDefaultWish = ({ secrets }: Table, key: string, value: Value): boolean => secrets.has(key) && isMask(value);

/** What the record shows of a value that is not used: a password that nobody sealed, for it was refused, is masked. */
const shown = ({ secrets }: Table, key: string, value: Value): Value =>
  secrets.has(key) && !isSealed(value) && value.v !== '' ? { v: MASK } : value;

/** The layer meant to answer is the weakest under the rules: the node, the schedule, the request. */
const refuseMissing = (table: Table, key: string, verdict: Verdict, layer: Layer | undefined): void => {
  if (verdict.gate !== 'rejected') return;
  const { code, message } = verdict;
  const source = layer?.source ?? { source: 'launch' as const };
  contestFor(table, key).refuse({ ...source, gate: 'rejected', value: null, code, message });
};

const refuseUnreadable = (layer: Layer, draft: Draft): void => {
  const message = layer.variablesError ?? '';
  const contest = new Contest();
  contest.refuse({ ...layer.source, gate: 'rejected', value: null, code: 'variables_unreadable', message });
  draft.problems.push({ field: 'extra_vars', code: 'variables_unreadable', message });
  draft.decisions.push(contest.decision('extra_vars'));
};

const putBypassing = (request: ComposeRequest, table: Table): void => {
  for (const layer of bypassing(request)) {
    const variables = layer.variables ?? {};
    for (const key of Object.keys(variables)) {
      const value = variables[key] as Value;
      if (isDefaultWish(table, key, value)) continue;
      contestFor(table, key).take(variableSource(layer, key, 'bypassed'), value);
      table.recorded.set(key, value);
    }
  }
};

const conclude = ({ contests, accepted, recorded, ignored }: Table, draft: Draft): void => {
  const effective: [string, Value][] = [];
  for (const [key, contest] of contests) {
    const { value } = contest;
    if (value !== null) effective.push([key, value]);
    draft.decisions.push(contest.decision('extra_vars', key));
  }
  draft.effective.extra_vars = variablesOf(effective);
  if (accepted.size > 0) draft.accepted.extra_vars = variablesOf(accepted);
  if (recorded.size > 0) draft.recorded.extra_vars = variablesOf(recorded);
  if (ignored.size > 0) draft.ignored.extra_vars = variablesOf(ignored);
};
