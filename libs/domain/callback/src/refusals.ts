import { type DomainError, forbidden, missing, refused } from '@domain/kernel';
import type { CallbackReason } from './messages.js';

const NO_PERMISSION = 'You do not have permission to perform this action.';

/** Plain texts that the caller is told; those who are told nothing more get the same answer, whatever the reason. */
const ANSWERS: Readonly<Record<CallbackReason, string>> = {
  unreadable: 'The request could not be read.',
  key_missing: NO_PERMISSION,
  template_missing: 'Not found.',
  key_wrong: NO_PERMISSION,
  too_many_attempts: NO_PERMISSION,
  inventory_missing: 'Cannot start automatically, an inventory is required.',
  no_host: 'No matching host could be found!',
  many_hosts: 'Multiple hosts matched the request!',
  input_needed: 'Cannot start automatically, user input required!',
  already_pending: 'Host callback job already pending.',
  not_started: 'Error starting job!',
};

export const answerTo = (reason: CallbackReason): string => ANSWERS[reason];

/** The refusal as the caller gets it. */
export const callbackRefusal = (reason: CallbackReason): DomainError => {
  const text = ANSWERS[reason];
  if (reason === 'template_missing') return missing(text, reason);
  return text === NO_PERMISSION ? forbidden({ detail: text }, reason) : refused({ msg: text }, reason);
};

/** Reads a refusal made by `callbackRefusal`; undefined for every other error. */
export const reasonOf = (error: DomainError): CallbackReason | undefined =>
  Object.hasOwn(ANSWERS, error.code) ? (error.code as CallbackReason) : undefined;
