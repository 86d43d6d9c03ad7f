import type { LaunchTargets } from '@application/launch-targets';
import type { ResourceType } from '@application/resources';
import type { FieldErrors } from '@domain/kernel';
import type { CurrentLists, Named } from '@domain/launch';
import type { LaunchBody } from './launch-body.js';

/** Lists of a request as what the resources are, and what is wrong with the request. */
export interface OfferedPrompts {
  readonly lists: CurrentLists;
  readonly errors: FieldErrors;
}

/** Looks up everything that a request names. Ids that do not exist are errors, whether the template asks for the field or not. */
export const offeredPrompts = async (body: LaunchBody, targets: LaunchTargets): Promise<OfferedPrompts> => {
  const { credentials, labels, instance_groups: groups } = body.lists;
  const lists = {
    ...(credentials && { credentials: await targets.credentials(await known('credential', credentials, targets)) }),
    ...(labels && { labels: await targets.named('label', await known('label', labels, targets)) }),
    ...(groups && {
      instanceGroups: await targets.named('instance_group', await known('instance_group', groups, targets)),
    }),
  };
  const missing = [
    ...missingOf('credentials', credentials, lists.credentials),
    ...missingOf('labels', labels, lists.labels),
    ...missingOf('instance_groups', groups, lists.instanceGroups),
    ...(await missingReferences(body, targets)),
  ];
  return { lists, errors: { ...Object.fromEntries(missing), ...body.errors } };
};

/** Those before the first that does not exist: it refuses the request, and a request may name a million after it. */
const known = async (
  type: ResourceType,
  ids: readonly number[],
  { resources }: LaunchTargets,
): Promise<readonly number[]> => {
  for (const [index, id] of ids.entries()) if (!(await resources.find(type, id))) return ids.slice(0, index);
  return ids;
};

type FieldError = readonly [string, readonly string[]];

const missingOf = (field: string, ids: readonly number[] = [], found: readonly Named[] = []): readonly FieldError[] => {
  const id = ids.find((wanted) => !found.some((item) => item.id === wanted));
  return id === undefined ? [] : [[field, [unknown(id)]]];
};

const missingReferences = async ({ prompts }: LaunchBody, targets: LaunchTargets): Promise<readonly FieldError[]> => {
  const errors: FieldError[] = [];
  for (const type of ['inventory', 'execution_environment'] as const) {
    const id = prompts[type];
    if (typeof id === 'number' && !(await targets.resources.find(type, id))) errors.push([type, [unknown(id)]]);
  }
  return errors;
};

const unknown = (id: number): string => `Invalid pk "${id}" - object does not exist.`;
