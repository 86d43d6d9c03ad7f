import { assertNever, DomainError, type Json, missing, sameJson } from '@domain/kernel';
import { changedPrompts, exclusivityKey, NO_RECORD, type SavedChange } from '@domain/launch';
import { decideLists, type ListCommand } from './lists.js';
import type { NameClaim, ScheduleCommand, ScheduleEvent, TimingCause } from './messages.js';
import type { Schedule, ScheduleState } from './state.js';
import { trigger } from './trigger.js';

type Command<Type extends ScheduleCommand['type']> = Extract<ScheduleCommand, { readonly type: Type }>;
type Events = readonly ScheduleEvent[];

/** @throws DomainError `missing`, `retry` for a name that was lost meanwhile */
export const decide = (command: ScheduleCommand, state: ScheduleState): Events => {
  if (command.type === 'CreateSchedule') return create(command, state);
  if (command.type === 'ForgoName') return forgo(command.claim, state);
  if (state.status !== 'live') {
    if (command.type === 'TriggerSchedule' || command.type === 'ForgetDeleted') return [];
    throw missing();
  }
  return decideLive(command, state);
};

type LiveCommand = Exclude<ScheduleCommand, { readonly type: 'CreateSchedule' | 'ForgoName' }>;

const decideLive = (command: LiveCommand, schedule: Schedule): Events => {
  switch (command.type) {
    case 'ChangeSchedule':
      return change(command, schedule);
    case 'DeleteSchedule':
      return [{ type: 'ScheduleDeleted', data: { id: schedule.id, name: schedule.name, because: command.because } }];
    case 'ForgetDeleted':
      return forget(command, schedule);
    case 'TriggerSchedule':
      return trigger(command.due, schedule);
    default:
      return decideLists(command satisfies ListCommand, schedule);
  }
};

const create = ({ data, lists, timing }: Command<'CreateSchedule'>, state: ScheduleState): Events => {
  if (state.status === 'live') return [];
  if (state.status !== 'none') throw overtaken();
  const { credentials, labels, instanceGroups } = lists;
  return [
    { type: 'ScheduleCreated', data },
    ...credentials.map((credential): ScheduleEvent => {
      const { id, name } = credential;
      const attached = { credential: { id, name }, exclusivityKey: exclusivityKey(credential) };
      return { type: 'ScheduleCredentialAttached', data: attached };
    }),
    ...labels.map(({ id, name }): ScheduleEvent => ({ type: 'ScheduleLabelAttached', data: { label: { id, name } } })),
    ...(instanceGroups.length > 0
      ? [{ type: 'ScheduleInstanceGroupsChanged', data: { instanceGroups } } as const]
      : []),
    { type: 'NextRunComputed', data: { ...timing, cause: 'created' } },
  ];
};

const change = ({ changes: wanted }: Command<'ChangeSchedule'>, schedule: Schedule): Events => {
  const { fields, prompts, claims, record, enabled = schedule.enabled, timing } = wanted;
  if (claims?.some(({ token }) => schedule.forgone.includes(token))) throw overtaken();
  const changes = [...changedFields(fields, schedule), ...changedPrompts(schedule.prompts, prompts)];
  const name = fields.name ?? schedule.name;
  const isSwitched = enabled !== schedule.enabled;
  const cause = causeOf(isSwitched, enabled, changes);
  return [
    ...(changes.length > 0
      ? [{ type: 'ScheduleChanged', data: { name, changes, ...(claims && { claims }), ...record } } as const]
      : []),
    ...(isSwitched ? [{ type: enabled ? 'ScheduleEnabled' : 'ScheduleDisabled', data: { name } } as const] : []),
    ...(cause ? [{ type: 'NextRunComputed', data: { ...timing, cause } } as const] : []),
  ];
};

const causeOf = (isSwitched: boolean, enabled: boolean, changes: readonly SavedChange[]): TimingCause | null => {
  if (isSwitched) return enabled ? 'enabled' : 'disabled';
  return changes.some(({ field }) => field === 'rrule') ? 'rule_changed' : null;
};

/** The same template at another revision is no change. */
const changedFields = (
  fields: Command<'ChangeSchedule'>['changes']['fields'],
  schedule: Schedule,
): readonly SavedChange[] =>
  Object.entries(fields)
    .map(([field, value]) => ({
      field,
      old: schedule[field as keyof typeof fields] as unknown as Json,
      new: value as unknown as Json,
    }))
    .filter(({ field, old, new: value }) =>
      field === 'template' ? fields.template?.id !== schedule.template.id : !sameJson(old, value),
    );

const forget = ({ kind, id }: Command<'ForgetDeleted'>, schedule: Schedule): Events => {
  switch (kind) {
    case 'inventory':
    case 'execution_environment': {
      const { name, prompts } = schedule;
      const changes = prompts[kind] === id ? [{ field: kind, old: id, new: null }] : [];
      return changes.length > 0 ? [{ type: 'ScheduleChanged', data: { name, changes, ...NO_RECORD } }] : [];
    }
    case 'credential':
      return decideLists({ type: 'DetachCredential', credential: { id, name: '' } }, schedule);
    case 'label':
      return decideLists({ type: 'DetachLabel', label: { id, name: '' } }, schedule);
    case 'instance_group':
      return decideLists({ type: 'DetachInstanceGroup', instanceGroup: id }, schedule);
    default:
      return assertNever(kind);
  }
};

/** A name in use stays; one that was claimed and not used is given up, and whoever claimed it cannot use it any more. */
const forgo = (claim: NameClaim, state: ScheduleState): Events => {
  if (state.status === 'none') return [{ type: 'ScheduleCreationAbandoned', data: { claim } }];
  if (state.status !== 'live' || usesName(state, claim) || state.forgone.includes(claim.token)) return [];
  return [{ type: 'ScheduleNameForgone', data: { claim } }];
};

/** Is this claim the one behind the name that the schedule has? */
export const usesName = (state: ScheduleState, claim: NameClaim): boolean =>
  state.status === 'live' && state.claims.some(({ token }) => token === claim.token);

const overtaken = (): DomainError =>
  new DomainError('retry', 'NAME_LOST', { detail: 'Someone else took the name meanwhile; try again.' });
