import { type FieldDeclaration, fieldsOf, Flag, Reference, Shown, Text } from '@application/resources';
import { CONFIGURATION_FIELDS, PROMPT_FIELDS, SavedPrompts } from '@application/saved-configurations';

/** A schedule as a body describes it, under AWX's names. */
export class ScheduleFields extends SavedPrompts {
  @Text({ required: true, help: 'A value representing the schedules iCal recurrence rule.' }) rrule: string;
  @Text({ required: true, maxLength: 512 }) name: string;
  @Text() description: string;
  @Reference(null, { required: true }) unified_job_template: number;
  @Flag({ default: true, help: 'Enables processing of this schedule.' }) enabled: boolean;
}

/** What follows from the rule. */
class ComputedFields {
  @Shown('time', { help: 'The first occurrence of the schedule occurs on or after this time.' }) dtstart: string;
  @Shown('time', {
    help: 'The last occurrence of the schedule occurs before this time, afterwards the schedule expires.',
  })
  dtend: string;
  @Shown('time', { help: 'The next time that the scheduled action will run.' }) next_run: string;
  @Shown('untyped', {
    origin: 'computed',
    help: 'The timezone this schedule runs in. This field is extracted from the RRULE.',
  })
  timezone: string;
  @Shown('untyped', {
    origin: 'computed',
    help: 'The date this schedule will end. This field is computed from the RRULE.',
  })
  until: string;
}

const own = new Map(fieldsOf(ScheduleFields).map((field) => [field.name, field]));

const named = (...names: readonly string[]): readonly FieldDeclaration[] =>
  names.flatMap((name) => own.get(name) ?? []);

/** What a body may hold, beside its variables. */
export const SCHEDULE_BODY = {
  type: ScheduleFields,
  fields: [...named('rrule', 'name', 'description'), ...PROMPT_FIELDS, ...named('unified_job_template', 'enabled')],
};

/** All that can be written, in the order in which it is shown. */
export const WRITTEN_FIELDS: readonly FieldDeclaration[] = [
  ...named('rrule', 'name', 'description'),
  ...CONFIGURATION_FIELDS,
  ...named('unified_job_template', 'enabled'),
];

/** The same, as it is shown: the rule stands before what all objects have. */
export const SHOWN_FIELDS = {
  first: named('rrule'),
  others: [...WRITTEN_FIELDS.filter(({ name }) => name !== 'rrule'), ...fieldsOf(ComputedFields)],
};
