import { forbidden } from '@domain/kernel';
import type { ResourceRules } from '../declaration/rules.js';

export const teamRules: ResourceRules = {
  check: ({ next, current }) => {
    if (current && next['organization'] !== current['organization'])
      throw forbidden({ detail: 'Unable to change organization on a team.' });
    return Promise.resolve({});
  },
};
