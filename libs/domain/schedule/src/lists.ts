import { assertNever, DomainError } from '@domain/kernel';
import { exclusivityKey, savedCredentialRefusal } from '@domain/launch';
import type { ScheduleCommand, ScheduleEvent } from './messages.js';
import type { Schedule } from './state.js';

export type ListCommand = Extract<ScheduleCommand, { readonly type: `${'Attach' | 'Detach'}${string}` }>;

type Command<Type extends ListCommand['type']> = Extract<ListCommand, { readonly type: Type }>;
type Events = readonly ScheduleEvent[];

/** Credentials, labels and instance groups of a schedule. History remembers a refused credential; the caller answers with it. */
export const decideLists = (command: ListCommand, schedule: Schedule): Events => {
  switch (command.type) {
    case 'AttachCredential':
      return attachCredential(command, schedule);
    case 'DetachCredential': {
      const { credential } = command;
      return schedule.credentials.includes(credential.id)
        ? [{ type: 'ScheduleCredentialDetached', data: { credential } }]
        : [];
    }
    case 'AttachLabel':
    case 'DetachLabel':
      return changeLabels(command, schedule);
    case 'AttachInstanceGroup':
    case 'DetachInstanceGroup':
      return changeInstanceGroups(command, schedule);
    default:
      return assertNever(command);
  }
};

const attachCredential = (
  { credential, target, present }: Command<'AttachCredential'>,
  { credentials }: Schedule,
): Events => {
  if (credentials.some((held) => !present.some(({ id }) => id === held))) throw overtaken();
  const named = { id: credential.id, name: credential.name };
  const held = present.filter(({ id }) => credentials.includes(id));
  const refusal = savedCredentialRefusal(target, credential, held);
  if (refusal === null)
    return [
      {
        type: 'ScheduleCredentialAttached',
        data: { credential: named, exclusivityKey: exclusivityKey(credential) },
      },
    ];
  const { code: rule, message } = refusal;
  return [{ type: 'CredentialAssociationRefused', data: { credential: named, rule, message } }];
};

/** The caller judged by a list that has grown since. */
const overtaken = (): DomainError =>
  new DomainError('retry', 'SCHEDULE_CHANGED', { detail: 'Someone else changed the schedule meanwhile; try again.' });

const changeLabels = ({ type, label }: Command<'AttachLabel' | 'DetachLabel'>, { labels }: Schedule): Events => {
  const isThere = labels.includes(label.id);
  if (type === 'AttachLabel') return isThere ? [] : [{ type: 'ScheduleLabelAttached', data: { label } }];
  return isThere ? [{ type: 'ScheduleLabelDetached', data: { label } }] : [];
};

const changeInstanceGroups = (
  { type, instanceGroup }: Command<'AttachInstanceGroup' | 'DetachInstanceGroup'>,
  { instanceGroups }: Schedule,
): Events => {
  const others = instanceGroups.filter((group) => group !== instanceGroup);
  const attaches = type === 'AttachInstanceGroup';
  if (attaches === others.length < instanceGroups.length) return [];
  const next = attaches ? [...others, instanceGroup] : others;
  return [{ type: 'ScheduleInstanceGroupsChanged', data: { instanceGroups: next } }];
};
