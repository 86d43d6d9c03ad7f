import type { Value, Variables } from '@domain/kernel';
import { className, passwordsNeeded } from './credentials.js';
import { listValue, named, namedValue } from './draft.js';
import type { PromptField } from './prompts.js';
import type { Repeat } from './relaunch-layers.js';
import type { Composition, CredentialRef, Decision, EffectiveValues, Source } from './types.js';

/** What of a job is taken over by a copy of it, as it is now. */
export interface CopiedNow {
  /** That job. */
  readonly source: Source;
  /** Sealed for the copy. */
  readonly variables: Variables;
  /** The credentials that still exist. */
  readonly credentials: readonly CredentialRef[];
  readonly failedHosts: Repeat['failedHosts'];
}

/**
 * The values of a job as those of another that copies it: no template judges them any more (spec
 * relaunch-and-create-schedule.md §2.2). Each names the copied job as its source and who gave it there as its origin.
 */
export const copiedComposition = (old: Composition, now: CopiedNow): Composition => {
  const { failedHosts, variables } = now;
  const effective: EffectiveValues = {
    ...old.effective,
    ...(failedHosts && { limit: failedHosts.limit }),
    credentials: now.credentials.map(named),
    extra_vars: variables,
  };
  return {
    template: old.template,
    decisions: [
      ...fieldDecisions(old, effective, now),
      ...listDecisions(old, effective, now),
      ...variableDecisions(old, now),
    ],
    accepted: {},
    effective,
    launchConfig: null,
    ignored: {},
    masks: old.masks,
    errors: {},
    startable: { ok: true },
    passwordsNeeded: passwordsNeeded(now.credentials),
    slices: 1,
  };
};

const fieldDecisions = (old: Composition, effective: EffectiveValues, now: CopiedNow): readonly Decision[] => {
  const { extra_vars: _v, credentials: _c, labels: _l, instance_groups: _g, ...scalars } = effective;
  return Object.entries(scalars).map(([name, value]) => {
    const field = name as PromptField;
    const source = sourceOf(old, now, { field });
    const { failedHosts } = now;
    if (field !== 'limit' || failedHosts === null) return only({ field }, { v: value ?? null }, source);
    const shadowed = [{ ...source, value: { v: old.effective.limit ?? null } }];
    const winner: Source = { ...failedHosts.source, gate: 'bypassed' };
    return { field, effective: { v: failedHosts.limit }, winner, rule: 'bypasses_gate', shadowed, rejected: [] };
  });
};

const listDecisions = (old: Composition, effective: EffectiveValues, now: CopiedNow): readonly Decision[] => [
  ...now.credentials.map((item) => {
    const about = { field: 'credentials', key: className(item) } as const;
    return only(about, namedValue(item), sourceOf(old, now, about));
  }),
  ...effective.labels.map((item) => {
    const about = { field: 'labels', key: String(item.id) } as const;
    return only(about, namedValue(item), sourceOf(old, now, about));
  }),
  only(
    { field: 'instance_groups' },
    listValue(effective.instance_groups),
    sourceOf(old, now, { field: 'instance_groups' }),
  ),
];

const variableDecisions = (old: Composition, now: CopiedNow): readonly Decision[] =>
  Object.entries(now.variables).map(([key, value]) =>
    only({ field: 'extra_vars', key }, value, sourceOf(old, now, { field: 'extra_vars', key })),
  );

type About = Pick<Decision, 'field' | 'key'>;

const only = (about: About, effective: Value, winner: Source): Decision => ({
  ...about,
  effective,
  winner,
  rule: 'only_source',
  shadowed: [],
  rejected: [],
});

/** The copied job, and whom it had the value from: where nothing was decided its template. */
const sourceOf = ({ decisions, template }: Composition, { source }: CopiedNow, about: About): Source => {
  const decided = decisions.find(({ field, key }) => field === about.field && key === about.key)?.winner;
  const origin = decided ?? { source: 'template' as const, ref: template.ref, rev: template.rev };
  return { ...source, origin: origin.source === 'relaunch' ? (origin.origin ?? origin) : origin };
};
