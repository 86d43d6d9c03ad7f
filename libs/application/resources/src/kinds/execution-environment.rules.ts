import type { FieldErrors } from '@domain/kernel';
import { invalid } from '@domain/kernel';
import type { ResourceRules } from '../declaration/rules.js';

/** `[host[:port]/]path[:tag][@digest]`, without white space. */
const IMAGE = /^[A-Za-z0-9][\w.-]*(?::\d+)?(?:\/[\w.-]+)*(?::[\w][\w.-]*)?(?:@[\w+.-]+:[0-9a-fA-F]+)?$/;

const imageErrors = (image: unknown): FieldErrors =>
  typeof image === 'string' && !IMAGE.test(image) ? { image: [`The container image name ${image} is not valid`] } : {};

export const executionEnvironmentRules: ResourceRules = {
  check: async ({ next, current }, { lookup }) => {
    const before = current?.['organization'] ?? null;
    if (current && before !== null && next['organization'] !== before)
      throw invalid({ organization: ['Cannot change the organization of an execution environment'] });
    const credential = next['credential'];
    if (typeof credential !== 'number') return { errors: imageErrors(next['image']) };
    const type = await lookup.find(
      'credential_type',
      Number((await lookup.find('credential', credential))?.['credential_type']),
    );
    const isRegistry = type?.['kind'] === 'registry';
    return {
      errors: {
        ...imageErrors(next['image']),
        ...(!isRegistry && {
          credential: ['Only Container Registry credentials can be associated with an Execution Environment'],
        }),
      },
    };
  },
};
