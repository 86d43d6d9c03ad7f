import type { Fields, Lookup } from '@application/resources';
import {
  type BodyMode,
  type ConfigurationBody,
  readConfiguration,
  touchesPrompts,
} from '@application/saved-configurations';
import type { FieldErrors, JsonObject } from '@domain/kernel';
import { type Instant, normalized, refusalsOf } from '@domain/recurrence';
import { SCHEDULE_BODY } from './schedule-fields.js';

/** What a body says of a schedule: only what was sent. */
export interface ScheduleBody extends ConfigurationBody {
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly template: number | undefined;
  readonly rule: { readonly sent: string; readonly normalized: string } | undefined;
  readonly enabled: boolean | undefined;
  /** Nothing but that it is to be switched off: that is never refused for its prompts. */
  readonly isSwitchOff: boolean;
  readonly errors: FieldErrors;
}

const REQUIRED = ['rrule', 'name', 'unified_job_template'] as const;

/** Reads a body; what is wrong with it stands in `errors`. */
export const readScheduleBody = async (
  body: JsonObject,
  mode: BodyMode,
  { lookup, now }: { readonly lookup: Pick<Lookup, 'find'>; readonly now: Instant },
): Promise<ScheduleBody> => {
  const { configuration, values, errors } = await readConfiguration(SCHEDULE_BODY, body, mode, lookup);
  const rule = readRule(values['rrule'], now);
  return {
    ...ownOf(values),
    ...configuration,
    rule: rule && !('refused' in rule) ? rule : undefined,
    isSwitchOff: mode === 'patch' && Object.keys(body).length === 1 && body['enabled'] === false,
    errors: {
      ...missingIn(body, mode),
      ...errors,
      ...(rule && 'refused' in rule && { rrule: rule.refused }),
    },
  };
};

const ownOf = (values: Fields): Pick<ScheduleBody, 'name' | 'description' | 'template' | 'enabled'> => ({
  name: values['name'] as string | undefined,
  description: values['description'] as string | undefined,
  template: values['unified_job_template'] as number | undefined,
  enabled: values['enabled'] as boolean | undefined,
});

type ReadRule = NonNullable<ScheduleBody['rule']> | { readonly refused: readonly string[] } | undefined;

const readRule = (text: Fields[string] | undefined, now: Instant): ReadRule => {
  if (typeof text !== 'string') return undefined;
  const refused = refusalsOf(text, now);
  return refused.length > 0 ? { refused } : { sent: text, normalized: normalized(text) };
};

const missingIn = (body: JsonObject, mode: BodyMode): FieldErrors =>
  mode === 'patch'
    ? {}
    : Object.fromEntries(
        REQUIRED.filter((name) => !Object.hasOwn(body, name)).map((name) => [name, ['This field is required.']]),
      );

/** Whether what it launches, or with which values, is touched. */
export const touchesConfiguration = (body: ScheduleBody): boolean =>
  body.template !== undefined || touchesPrompts(body);
