import { type FieldErrors, MASK, forbidden } from '@domain/kernel';
import type { Draft, ResourceRules } from '../declaration/rules.js';

const NAME = /^[\p{L}\p{N}@.+_-]+$/u;
const FLAGS = ['is_superuser', 'is_system_auditor'];

const passwordErrors = ({ next, current, sent }: Draft): FieldErrors => {
  if (current) return {};
  const isMissing = next['password'] === '' || sent['password'] === MASK;
  return isMissing ? { password: ['Password required for new User.'] } : {};
};

const nameErrors = (name: unknown): FieldErrors =>
  typeof name === 'string' && !NAME.test(name)
    ? {
        username: ['Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters.'],
      }
    : {};

/** Only superusers delete users, so one always stays as long as nobody deletes himself. */
export const userRules: ResourceRules = {
  impossible: ({ id }, viewer) => (id === viewer.id ? ['delete'] : []),
  beforeDelete: ({ id }, { viewer }) => (id === viewer.id ? Promise.reject(forbidden()) : Promise.resolve()),
  check: (draft, { viewer }) => {
    const raises = FLAGS.some((flag) => Boolean(draft.next[flag]) !== Boolean(draft.current?.[flag] ?? false));
    if (raises && !viewer.isSuperuser) throw forbidden();
    return Promise.resolve({ errors: { ...nameErrors(draft.next['username']), ...passwordErrors(draft) } });
  },
};
