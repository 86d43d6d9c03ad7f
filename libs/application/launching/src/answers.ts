import { answerField } from '@application/launch-targets';
import type { SecretSealer } from '@application/ports';
import { isSealed, type Value, type Variables } from '@domain/kernel';
import { answersToSeal, type LaunchTarget, type Question, type Survey } from '@domain/launch';

/** Variables whose secrets belong to the job that is being launched; their clear text beside them, for the survey's checks. */
export interface OwnedVariables {
  readonly variables: Variables;
  readonly revealed?: Readonly<Record<string, string>>;
}

/** Whose secrets they are, and whose they become: stream names. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** Gives secrets a new owner: answers that came in clear are sealed, those sealed elsewhere are sealed anew. */
export class AnswerSeals {
  constructor(private readonly sealer: Pick<SecretSealer, 'seal' | 'open'>) {}

  /** Variables without secrets come back as they are. @param survey of the template that is launched */
  async own(variables: Variables, survey: Survey | null, { from, to }: Move): Promise<OwnedVariables> {
    const secrets = [...sealedNames(variables), ...answersToSeal(survey, variables)];
    if (secrets.length === 0) return { variables };
    const revealed: [string, string][] = [];
    const sealed: [string, Value][] = [];
    for (const name of secrets) {
      const clear = await this.clearText(name, variables[name] as Value, from);
      revealed.push([name, clear]);
      sealed.push([name, await this.sealer.seal(to, answerField(name), clear)]);
    }
    return {
      variables: { ...variables, ...Object.fromEntries(sealed) },
      revealed: Object.fromEntries(revealed),
    };
  }

  /** The target with its survey's secret defaults readable by the job. */
  async target(target: LaunchTarget, owner: string): Promise<LaunchTarget> {
    const { survey } = target;
    if (survey === null) return target;
    const defaults = Object.fromEntries(
      survey.questions.flatMap(({ variable, default: value }) =>
        value !== null && isSealed(value) ? [[variable, value]] : [],
      ),
    );
    const { variables, revealed } = await this.own(defaults, null, { from: target.ref.ref, to: owner });
    if (revealed === undefined) return target;
    return { ...target, survey: { questions: survey.questions.map((item) => withDefault(item, variables)), revealed } };
  }

  private async clearText(name: string, value: Value, owner: string): Promise<string> {
    return isSealed(value) ? this.sealer.open(owner, answerField(name), value) : (value.v as string);
  }
}

const sealedNames = (variables: Variables): readonly string[] =>
  Object.keys(variables).filter((name) => isSealed(variables[name] as Value));

const withDefault = (question: Question, defaults: Variables): Question =>
  Object.hasOwn(defaults, question.variable)
    ? { ...question, default: defaults[question.variable] as Value }
    : question;
