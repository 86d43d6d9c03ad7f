import type { Decider, EventCatalog } from '@domain/kernel';
import { deciding } from './decide.js';
import type { ResourceCommand, ResourceEvent } from './messages.js';
import { NOTHING, type ResourceState, evolving } from './state.js';

export type ResourceDecider = Decider<ResourceState, ResourceCommand, ResourceEvent>;

const deciders = new Map<string, ResourceDecider>();

/** The aggregate of one kind of resource; the same one for whoever asks, so that all share what is remembered of a stream. */
export const resourceDecider = (noun: string): ResourceDecider => {
  const known = deciders.get(noun);
  if (known) return known;
  const decider = { initial: NOTHING, decide: deciding(noun), evolve: evolving(noun) };
  deciders.set(noun, decider);
  return decider;
};

/** The names are made from the noun, so their types cannot be told apart; the spec compares them with what is decided. */
const asCatalog = (entries: EventCatalog): EventCatalog<ResourceEvent> => entries;

/** Events of one kind for docs/events.md and the log. @param hasSurvey templates store surveys on their stream */
export const resourceCatalog = (noun: string, hasSurvey = false): EventCatalog<ResourceEvent> =>
  asCatalog({
    [`${noun}Created`]: { schema: 1, about: 'all fields, ids of the implicit roles, names claimed' },
    [`${noun}Changed`]: { schema: 1, about: 'per field what it was and what it is' },
    [`${noun}Deleted`]: { schema: 1, about: 'the object is gone; its history stays' },
    [`${noun}Attached`]: { schema: 1, about: 'another object was linked by a relation' },
    [`${noun}Detached`]: { schema: 1, about: 'a link was removed' },
    RoleGranted: { schema: 1, about: 'a user or team got a role on this object' },
    RoleRevoked: { schema: 1, about: 'a user or team lost a role on this object' },
    CreationAbandoned: {
      schema: 1,
      about: 'the name was taken over before the object existed; nothing may be created here',
    },
    NameForgone: { schema: 1, about: 'a name claimed for a rename was taken over before the rename' },
    ...(hasSurvey && {
      SurveySpecReplaced: { schema: 1, about: 'full survey; defaults of password questions sealed' },
      SurveySpecRemoved: { schema: 1, about: 'the survey was deleted' },
    }),
  });
