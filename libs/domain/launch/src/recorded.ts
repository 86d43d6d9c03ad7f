import { isSealed, type Value } from '@domain/kernel';
import type { PromptField } from './prompts.js';
import type { LaunchTarget, RecordedPrompts } from './types.js';

/** How a recorded launch stands to its template as that is now (spec relaunch-and-create-schedule.md §3). */
export interface RecordedStanding {
  readonly wasPrompted: boolean;
  /** The template would take every field today; whether it would take the values is judged when they are composed. */
  readonly isAccepted: boolean;
  readonly hasSecrets: boolean;
}

/** The limit of a callback is the host that called: nobody was asked for it. */
export const judgeRecorded = (
  recorded: RecordedPrompts,
  target: Pick<LaunchTarget, 'asks' | 'survey'>,
  isCallback = false,
): RecordedStanding => {
  const fields = (Object.keys(recorded) as PromptField[]).filter((field) => !(isCallback && field === 'limit'));
  const variables = recorded.extra_vars ?? {};
  return {
    wasPrompted: fields.length > 0,
    isAccepted: fields.every(
      (field) => target.asks[field] === true || (field === 'extra_vars' && areAnswers(Object.keys(variables), target)),
    ),
    hasSecrets: Object.keys(variables).some((name) => isSealed(variables[name] as Value)),
  };
};

const areAnswers = (names: readonly string[], { survey }: Pick<LaunchTarget, 'survey'>): boolean =>
  names.every((name) => survey?.questions.some(({ variable }) => variable === name) === true);
