import type { Numeral, Value } from '@domain/kernel';

export type QuestionType = 'text' | 'textarea' | 'password' | 'integer' | 'float' | 'multiplechoice' | 'multiselect';

export interface Question {
  readonly variable: string;
  readonly type: QuestionType;
  readonly required: boolean;
  /** Null = no bound; 0 is a bound. */
  readonly min: number | Numeral | null;
  readonly max: number | Numeral | null;
  /** Of the two choice types. */
  readonly choices: readonly string[];
  /** Null = none. A non-empty password default is sealed. */
  readonly default: Value | null;
}

/** An enabled survey with at least one question. */
export interface Survey {
  readonly questions: readonly Question[];
  /** Clear text of sealed defaults, looked at by the checks and copied nowhere. */
  readonly revealed?: Readonly<Record<string, string>>;
}
