import type { SecretSealer } from '@application/ports';
import { answerField } from '@application/launch-targets';
import { isSealed, type Sealed, type Value, type Variables } from '@domain/kernel';
import { answersToSeal, type LaunchTarget, type Survey } from '@domain/launch';
import type { AnswerSeals, Move, OwnedVariables } from './answers.js';

/** What composing needs of seals. */
export type Seals = Pick<AnswerSeals, 'own' | 'target'>;

/** Stands for a secret that is sealed when its owner exists. */
const UNSEALED: Sealed = { sealed: { kid: '', iv: '', ct: '', tag: '' }, mac: '' };

/**
 * Seals for composing what may never be launched: nothing is sealed and no key is made, so no job need exist that would own the
 * secrets. The outcome is that of the real thing, but its secrets cannot be opened.
 */
export class TrialSeals implements Seals {
  constructor(private readonly sealer: Pick<SecretSealer, 'open'>) {}

  async own(variables: Variables, survey: Survey | null, { from }: Pick<Move, 'from'>): Promise<OwnedVariables> {
    const revealed: [string, string][] = [];
    const changed: [string, Value][] = [];
    for (const name of Object.keys(variables)) {
      const value = variables[name] as Value;
      if (isSealed(value)) revealed.push([name, await this.sealer.open(from, answerField(name), value)]);
    }
    for (const name of answersToSeal(survey, variables)) {
      revealed.push([name, clearText(variables[name])]);
      changed.push([name, UNSEALED]);
    }
    if (revealed.length === 0) return { variables };
    return { variables: { ...variables, ...Object.fromEntries(changed) }, revealed: Object.fromEntries(revealed) };
  }

  async target(target: LaunchTarget): Promise<LaunchTarget> {
    const { survey } = target;
    if (survey === null) return target;
    const defaults = Object.fromEntries(survey.questions.map(({ variable, default: value }) => [variable, value]));
    const sealed = Object.entries(defaults).filter((entry): entry is [string, Sealed] => isSecret(entry[1]));
    const { revealed } = await this.own(Object.fromEntries(sealed), null, { from: target.ref.ref });
    return revealed === undefined ? target : { ...target, survey: { ...survey, revealed } };
  }
}

const isSecret = (value: Value | null): value is Sealed => value !== null && isSealed(value);

const clearText = (value: Value | undefined): string =>
  value !== undefined && !isSealed(value) && typeof value.v === 'string' ? value.v : '';
