import { Contest } from './board.js';
import { className, exclusivityKey, manualListProblems, mergeByClass, withoutIds } from './credentials.js';
import { applied, type Draft, fieldProblem, listValue, named, namedValue } from './draft.js';
import { NOT_ALLOWED, NOT_PROMPTED } from './field-gate.js';
import { isKnown, type ListField, takesPrompts } from './prompts.js';
import { fieldSource, templateSource } from './sources.js';
import type { ComposeRequest, CredentialRef, LaunchTarget, Layer, Named } from './types.js';

/** Decides credentials, labels and instance groups, each by its own way of combining (spec precedence.md §3). */
export const composeLists = (request: ComposeRequest, draft: Draft): void => {
  draft.credentials = request.target.credentials;
  draft.effective.credentials = request.target.credentials.map(named);
  draft.effective.labels = request.target.labels.map(named);
  draft.effective.instance_groups = request.target.instanceGroups.map(named);
  const layers = applied(request);
  composeCredentials(request, givers(layers, 'credentials'), draft);
  composeLabels(request.target, givers(layers, 'labels'), draft);
  composeGroups(request.target, givers(layers, 'instance_groups'), draft);
};

interface Giver<Item extends Named = Named> {
  readonly layer: Layer;
  readonly items: readonly Item[];
}

const LISTS = {
  credentials: ({ credentials }: Layer) => credentials,
  labels: ({ labels }: Layer) => labels,
  instance_groups: ({ instanceGroups }: Layer) => instanceGroups,
} as const;

const givers = <Field extends ListField>(
  layers: readonly Layer[],
  field: Field,
): readonly Giver<Field extends 'credentials' ? CredentialRef : Named>[] =>
  layers.flatMap((layer) => {
    const items = LISTS[field](layer);
    return items === undefined ? [] : [{ layer, items: items as readonly CredentialRef[] }];
  });

const composeCredentials = (
  { target, mode }: ComposeRequest,
  offered: readonly Giver<CredentialRef>[],
  draft: Draft,
): void => {
  const combined = offered.reduce<readonly CredentialRef[]>((all, { items }) => mergeByClass(all, items), []);
  const isOpen = target.asks.credentials === true;
  if (isOpen && mode === 'manual') checkList(target, offered, draft);
  const added = withoutIds(combined, target.credentials);
  if (added.length === 0) return;
  if (!isOpen) return refuse({ target, field: 'credentials', offered, own: target.credentials, ignored: added }, draft);
  draft.credentials = mergeByClass(target.credentials, added);
  draft.effective.credentials = draft.credentials.map(named);
  draft.accepted.credentials = added.map(named);
  draft.recorded.credentials = draft.accepted.credentials;
  for (const credential of added) decideCredential(target, credential, offered, draft);
};

const checkList = (target: LaunchTarget, offered: readonly Giver<CredentialRef>[], draft: Draft): void => {
  for (const { items } of offered) {
    for (const message of manualListProblems(target.credentials, items)) {
      draft.problems.push({ field: 'credentials', code: 'invalid', message });
    }
  }
};

const decideCredential = (
  target: LaunchTarget,
  { id, ...rest }: CredentialRef,
  offered: readonly Giver<CredentialRef>[],
  draft: Draft,
): void => {
  const key = exclusivityKey({ id, ...rest });
  const contest = new Contest();
  for (const own of target.credentials) {
    if (exclusivityKey(own) === key) contest.take(templateSource(target), namedValue(own));
  }
  for (const { layer, items } of offered) {
    for (const item of items) {
      if (exclusivityKey(item) !== key) continue;
      contest.take(fieldSource(layer, 'credentials', 'accepted:ask'), namedValue(item));
    }
  }
  draft.decisions.push(contest.decision('credentials', className({ id, ...rest })));
};

/** Labels add up; even the template's own count as given. */
const composeLabels = (target: LaunchTarget, offered: readonly Giver[], draft: Draft): void => {
  if (offered.length === 0) return;
  const given = withoutIds(
    offered.flatMap(({ items }) => items),
    [],
  );
  if (target.asks.labels !== true) {
    return refuse({ target, field: 'labels', offered, own: target.labels, ignored: given }, draft);
  }
  const added = withoutIds(given, target.labels).map(named);
  if (given.length > 0) draft.accepted.labels = given.map(named);
  if (added.length > 0) draft.recorded.labels = added;
  draft.effective.labels = [...draft.effective.labels, ...added];
  for (const label of added) {
    const contest = new Contest();
    for (const { layer, items } of offered) {
      if (items.some(({ id }) => id === label.id)) {
        contest.take(fieldSource(layer, 'labels', 'accepted:ask'), namedValue(label));
      }
    }
    draft.decisions.push(contest.decision('labels', String(label.id)));
  }
};

/** The strongest list that is not empty takes the place of the template's, in its order. */
const composeGroups = (target: LaunchTarget, offered: readonly Giver[], draft: Draft): void => {
  const last = offered.findLast(({ items }) => items.length > 0) ?? offered.at(-1);
  if (last === undefined) return;
  if (target.asks.instance_groups !== true) {
    const ignored = withoutIds(last.items, []);
    return refuse({ target, field: 'instance_groups', offered, own: target.instanceGroups, ignored }, draft);
  }
  if (last.items.length === 0) return;
  const chosen = withoutIds(last.items, []).map(named);
  draft.accepted.instance_groups = chosen;
  draft.recorded.instance_groups = chosen;
  draft.effective.instance_groups = chosen;
  const contest = new Contest();
  contest.take(templateSource(target), listValue(target.instanceGroups));
  for (const { layer, items } of offered) {
    if (layer !== last.layer) contest.passOver(fieldSource(layer, 'instance_groups'), listValue(items));
  }
  contest.take(fieldSource(last.layer, 'instance_groups', 'accepted:ask'), listValue(chosen));
  draft.decisions.push(contest.decision('instance_groups'));
};

interface Refused {
  readonly target: LaunchTarget;
  readonly field: ListField;
  readonly offered: readonly Giver[];
  readonly own: readonly Named[];
  readonly ignored: readonly Named[];
}

const refuse = ({ target, field, offered, own, ignored }: Refused, draft: Draft): void => {
  if (takesPrompts(target.kind) && !isKnown(target.kind, field)) return;
  const [code, message] = takesPrompts(target.kind)
    ? (['not_prompted', NOT_PROMPTED] as const)
    : (['unknown_field', NOT_ALLOWED] as const);
  const contest = new Contest();
  contest.take(templateSource(target), listValue(own));
  for (const { layer, items } of offered) {
    contest.refuse({ ...fieldSource(layer, field, 'rejected'), value: listValue(items), code, message });
  }
  draft.problems.push(fieldProblem(field, code, message));
  draft.ignored[field] = ignored.map(named);
  draft.decisions.push(contest.decision(field));
};
