import type { FieldErrors } from '@domain/kernel';
import type { LaunchMode, RejectionCode } from './types.js';

/** One finding of the rules, before the caller's mode says whether it refuses. */
export interface Problem {
  readonly field: string;
  readonly code: RejectionCode | 'resource_missing' | 'saved_password' | 'invalid';
  readonly message: string;
}

/** A manual launch ignores what is not asked for, silently; a relaunch drops what is no longer accepted (spec launch.md §2.1). */
const FORGIVEN: Readonly<Record<LaunchMode, readonly Problem['code'][]>> = {
  manual: ['not_prompted', 'variables_not_allowed', 'unknown_field'],
  relaunch: [
    'not_prompted',
    'variables_not_allowed',
    'unknown_field',
    'branch_override_forbidden',
    'project_missing',
    'not_enough_hosts',
  ],
  'save-node': [],
  'save-schedule': [],
  spawn: [],
  schedule: [],
  callback: [],
};

export const isSaving = (mode: LaunchMode): boolean => mode === 'save-node' || mode === 'save-schedule';

/** Groups messages by field, dropping those the mode forgives. Saved configurations call their variables `extra_data`. */
export const errorsFor = (mode: LaunchMode, problems: readonly Problem[]): FieldErrors => {
  const errors = new Map<string, string[]>();
  for (const { field, code, message } of problems) {
    if (FORGIVEN[mode].includes(code)) continue;
    const key = field === 'extra_vars' && isSaving(mode) ? 'extra_data' : field;
    const messages = errors.get(key);
    if (messages === undefined) errors.set(key, [message]);
    else messages.push(message);
  }
  return Object.fromEntries(errors);
};
