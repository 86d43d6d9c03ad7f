import type { CallbackReason, MatchedHost } from './messages.js';

/** What is known of the key before anything else is looked at. */
export interface KeyFacts {
  /** A key came, and is not empty. */
  readonly isGiven: boolean;
  /** The template is there. */
  readonly isKnown: boolean;
  /** The template has a key, and it is this one. */
  readonly isRight: boolean;
}

/** Steps 1 to 3 (spec callbacks.md §2.1); undefined lets the caller on. */
export const judgeKey = ({ isGiven, isKnown, isRight }: KeyFacts): CallbackReason | undefined => {
  if (!isGiven) return 'key_missing';
  if (!isKnown) return 'template_missing';
  return isRight ? undefined : 'key_wrong';
};

export type HostVerdict = { readonly host: MatchedHost } | { readonly reason: CallbackReason };

/** Steps 6 to 8: one host, and nobody who would have to answer questions. */
export const judgeHosts = (matched: readonly MatchedHost[], needsInput: boolean): HostVerdict => {
  const [host, ...others] = matched;
  if (!host) return { reason: 'no_host' };
  if (others.length > 0) return { reason: 'many_hosts' };
  return needsInput ? { reason: 'input_needed' } : { host };
};
