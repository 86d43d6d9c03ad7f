import type { Claim, ResourceEvent, StoredFields, StoredSurvey } from './messages.js';

/** `abandoned`: the creator was too slow and lost its name; nothing can be created on this stream any more. */
export type ResourceStatus = 'none' | 'live' | 'deleted' | 'abandoned';

export interface ResourceState {
  readonly status: ResourceStatus;
  readonly id: number;
  readonly name: string;
  readonly fields: StoredFields;
  readonly roles: Readonly<Record<string, number>>;
  readonly claims: readonly Claim[];
  /** Tokens of claims that were taken away before they were used. */
  readonly forgone: readonly string[];
  /** Linked ids by relation, in order of attachment. */
  readonly links: Readonly<Record<string, readonly number[]>>;
  /** `<role id>:<user|team>:<id>` */
  readonly grants: readonly string[];
  readonly survey: StoredSurvey | null;
}

export const NOTHING: ResourceState = {
  status: 'none',
  id: 0,
  name: '',
  fields: {},
  roles: {},
  claims: [],
  forgone: [],
  links: {},
  grants: [],
  survey: null,
};

export const grantKey = ({ role, to }: { role: { id: number }; to: { kind: string; id: number } }): string =>
  `${role.id}:${to.kind}:${to.id}`;

export const linkedIds = (state: ResourceState, relation: string): readonly number[] =>
  (Object.hasOwn(state.links, relation) ? state.links[relation] : undefined) ?? [];

type Data<Type extends ResourceEvent['type']> = Extract<ResourceEvent, { type: Type }>['data'];
type Fold<Type extends ResourceEvent['type']> = (state: ResourceState, data: Data<Type>) => ResourceState;

const created: Fold<`${string}Created`> = (state, { id, name, fields, roles, claims }) => ({
  ...state,
  status: 'live',
  id,
  name,
  fields,
  roles,
  claims,
});

const changed: Fold<`${string}Changed`> = (state, { name, changes, claims }) => ({
  ...state,
  name,
  fields: { ...state.fields, ...Object.fromEntries(changes.map((change) => [change.field, change.new])) },
  claims: claims ?? state.claims,
});

const attached: Fold<`${string}Attached`> = (state, { relation, child }) => ({
  ...state,
  links: { ...state.links, [relation]: [...linkedIds(state, relation), child.id] },
});

const detached: Fold<`${string}Detached`> = (state, { relation, child }) => ({
  ...state,
  links: { ...state.links, [relation]: linkedIds(state, relation).filter((id) => id !== child.id) },
});

/** What happens to the fold for each event that is not named after the kind. */
const COMMON: { readonly [type: string]: ((state: ResourceState, data: never) => ResourceState) | undefined } = {
  RoleGranted: (state, data: Data<'RoleGranted'>) => ({ ...state, grants: [...state.grants, grantKey(data)] }),
  RoleRevoked: (state, data: Data<'RoleRevoked'>) => ({
    ...state,
    grants: state.grants.filter((grant) => grant !== grantKey(data)),
  }),
  SurveySpecReplaced: (state, survey: StoredSurvey) => ({ ...state, survey }),
  SurveySpecRemoved: (state) => ({ ...state, survey: null }),
  CreationAbandoned: (state) => ({ ...state, status: 'abandoned' }),
  NameForgone: (state, { claim }: Data<'NameForgone'>) => ({ ...state, forgone: [...state.forgone, claim.token] }),
};

/** The fold of one kind; events of other owners of the same stream (nodes of a workflow template) leave it as it is. */
export const evolving = (noun: string) => {
  const folds: typeof COMMON = {
    ...COMMON,
    [`${noun}Created`]: created,
    [`${noun}Changed`]: changed,
    [`${noun}Deleted`]: (state: ResourceState) => ({ ...state, status: 'deleted' as const }),
    [`${noun}Attached`]: attached,
    [`${noun}Detached`]: detached,
  };
  return (state: ResourceState, event: ResourceEvent): ResourceState =>
    folds[event.type]?.(state, event.data as never) ?? state;
};
