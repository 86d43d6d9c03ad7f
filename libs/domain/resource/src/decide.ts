import { DomainError, assertNever, missing } from '@domain/kernel';
import type { Claim, ResourceCommand, ResourceEvent } from './messages.js';
import { sameValue } from './same-value.js';
import { type ResourceState, grantKey, linkedIds } from './state.js';

type Data<Type extends ResourceCommand['type']> = Extract<ResourceCommand, { type: Type; data: unknown }>['data'];
type Events = readonly ResourceEvent[];

/** Decisions of one kind of resource, whose events are named after it: `JobTemplateCreated`. */
export const deciding =
  (noun: string) =>
  (command: ResourceCommand, state: ResourceState): Events => {
    if (command.type === 'CreateResource') return create(noun, command.data, state);
    if (command.type === 'ForgoName') return forgo(command.data.claim, state);
    if (state.status !== 'live') throw missing();
    return decideLive(noun, command, state);
  };

type LiveCommand = Exclude<ResourceCommand, { type: 'CreateResource' | 'ForgoName' }>;

const decideLive = (noun: string, command: LiveCommand, state: ResourceState): Events => {
  switch (command.type) {
    case 'ChangeResource':
      return change(noun, command.data, state);
    case 'DeleteResource':
      return [{ type: `${noun}Deleted`, data: { id: state.id, name: state.name } }];
    case 'AttachResource':
      return isLinked(command.data, state) ? [] : [{ type: `${noun}Attached`, data: command.data }];
    case 'DetachResource':
      return isLinked(command.data, state) ? [{ type: `${noun}Detached`, data: command.data }] : [];
    case 'GrantRole':
      return isGranted(command.data, state) ? [] : [{ type: 'RoleGranted', data: command.data }];
    case 'RevokeRole':
      return isGranted(command.data, state) ? [{ type: 'RoleRevoked', data: command.data }] : [];
    case 'ReplaceSurvey':
      return [{ type: 'SurveySpecReplaced', data: command.data }];
    case 'RemoveSurvey':
      return state.survey ? [{ type: 'SurveySpecRemoved', data: {} }] : [];
    default:
      return assertNever(command);
  }
};

const create = (noun: string, { admin, ...data }: Data<'CreateResource'>, state: ResourceState): Events => {
  if (state.status === 'live') return [];
  if (state.status !== 'none') throw overtaken();
  const created: ResourceEvent = { type: `${noun}Created`, data };
  return admin ? [created, { type: 'RoleGranted', data: admin }] : [created];
};

const change = (noun: string, { name, fields, claims }: Data<'ChangeResource'>, state: ResourceState): Events => {
  if (claims?.some(({ token }) => state.forgone.includes(token))) throw overtaken();
  const changes = Object.entries(fields)
    .filter(([field, value]) => !sameValue(state.fields[field], value))
    .map(([field, value]) => ({ field, old: state.fields[field] ?? null, new: value }));
  if (changes.length === 0) return [];
  return [{ type: `${noun}Changed`, data: { name, changes, ...(claims && { claims }) } }];
};

/** A name in use stays; one that was claimed and not used is given up, and whoever claimed it cannot use it any more. */
const forgo = (claim: Claim, state: ResourceState): Events => {
  if (state.status === 'none') return [{ type: 'CreationAbandoned', data: { claim } }];
  if (state.status !== 'live' || holds(state, claim) || state.forgone.includes(claim.token)) return [];
  return [{ type: 'NameForgone', data: { claim } }];
};

/** Is this claim the one behind a name the resource has? */
export const holds = (state: ResourceState, claim: Claim): boolean =>
  state.status === 'live' && state.claims.some(({ token }) => token === claim.token);

const isLinked = ({ relation, child }: Data<'AttachResource'>, state: ResourceState): boolean =>
  linkedIds(state, relation).includes(child.id);

const isGranted = (grant: Data<'GrantRole'>, state: ResourceState): boolean => state.grants.includes(grantKey(grant));

const overtaken = (): DomainError =>
  new DomainError('retry', 'NAME_LOST', { detail: 'Someone else took the name meanwhile; try again.' });
