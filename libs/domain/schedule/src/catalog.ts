import type { EventCatalog } from '@domain/kernel';
import type { ScheduleEvent } from './messages.js';

export const scheduleCatalog: EventCatalog<ScheduleEvent> = {
  ScheduleCreated: { schema: 1, about: 'A schedule with its rule and saved prompts, and how these were judged.' },
  ScheduleChanged: { schema: 1, about: 'Per field what it was and what it is; which masked answers were kept.' },
  ScheduleEnabled: { schema: 1, about: 'It happens again, from its next occurrence on.' },
  ScheduleDisabled: { schema: 1, about: 'It does not happen until it is enabled.' },
  NextRunComputed: {
    schema: 1,
    about: 'When it happens first, last and next, by its rule and the data of time zones.',
  },
  ScheduleCredentialAttached: { schema: 1, about: 'It brings a credential; one per exclusivity key.' },
  ScheduleCredentialDetached: { schema: 1, about: 'It does not bring the credential any more.' },
  CredentialAssociationRefused: { schema: 1, about: 'A credential may not join a schedule, and by which rule.' },
  ScheduleLabelAttached: { schema: 1, about: 'It brings a label.' },
  ScheduleLabelDetached: { schema: 1, about: 'It does not bring the label any more.' },
  ScheduleInstanceGroupsChanged: { schema: 1, about: 'Instance groups that it brings, in the order they are tried.' },
  ScheduleTriggered: { schema: 1, about: 'An occurrence becomes a job: its reserved id and all that it runs with.' },
  OccurrenceSkipped: { schema: 1, about: 'An occurrence becomes no job, and why. It is lost.' },
  OccurrencesMissed: { schema: 1, about: 'Occurrences that passed while the server was down and are not made up for.' },
  ScheduleDeleted: { schema: 1, about: 'The schedule is gone, on request or with its template; its jobs stay.' },
  ScheduleNameForgone: { schema: 1, about: 'A name that it had claimed and not used goes to somebody else.' },
  ScheduleCreationAbandoned: { schema: 1, about: 'Its name went to somebody else before it was created.' },
};
