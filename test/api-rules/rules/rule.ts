import type { Json, JsonObject } from '@domain/kernel';
import type { Answered, Sent } from '../live-api.js';

/** One rule of the API, and a request that shows it. `{host}` in texts is the id of the host of the world. */
export interface Rule {
  /** In words, with the number of its section. */
  readonly rule: string;
  readonly ask: readonly [method: string, path: string, sent?: Sent];
  readonly status: number;
  /** What the body holds, at least. */
  readonly holds?: JsonObject | readonly Json[];
  /** What the body is, to the letter. */
  readonly is?: JsonObject | readonly Json[];
  /** Names of the results of a list, in order. */
  readonly lists?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Anything else. */
  readonly shows?: (answer: Answered) => void;
}

/** 400 with `{"detail": text}`, as most refusals of queries are. */
export const refuses = (detail: string): Pick<Rule, 'status' | 'is'> => ({ status: 400, is: { detail } });
