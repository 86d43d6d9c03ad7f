import { forbidden } from '@domain/kernel';
import type { ResourceRules } from '../declaration/rules.js';
import { textOf } from '../declaration/text.js';

const FIXED: readonly unknown[] = ['default', 'controlplane'];

export const instanceGroupRules: ResourceRules = {
  impossible: ({ name }) => (FIXED.includes(name) ? ['delete'] : []),
  check: ({ next, current }) => {
    const isRenamed = current !== null && next['name'] !== current['name'];
    return Promise.resolve(
      isRenamed && FIXED.includes(current['name'])
        ? { errors: { name: [`${textOf(current['name'])} instance group name may not be changed.`] } }
        : {},
    );
  },
  beforeDelete: ({ name }) => {
    if (FIXED.includes(name)) throw forbidden({ detail: `${textOf(name)} instance group can not be deleted.` });
    return Promise.resolve();
  },
};
