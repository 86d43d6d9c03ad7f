import type { ResourceService, ResourceType, WriteContext } from '@application/resources';
import type { Action } from '@domain/access';
import { DomainError } from '@domain/kernel';
import type { LaunchTarget, Named, RecordedPrompts } from '@domain/launch';

type Rights = Pick<ResourceService, 'permitted'>;

/**
 * Rights on what came through the template's rules (spec launch.md §6.4): repeating the template's own resources needs none.
 * A refusal is written down with the launch.
 * @throws DomainError forbidden
 */
export const demandPromptRights = async (
  accepted: RecordedPrompts,
  target: LaunchTarget,
  resources: Rights,
  context: WriteContext,
): Promise<void> => {
  const inner = { ...context, isRecorded: true };
  for (const [type, id, action] of demands(accepted, target)) await resources.permitted(type, id, action, inner);
};

/** The same without exemption: on every resource that a recorded launch names. What is gone needs no right. */
export const hasPromptRights = async (
  recorded: RecordedPrompts,
  resources: Rights,
  context: WriteContext,
): Promise<boolean> => (await lackingRights(recorded, NOTHING_OWN, resources, context)).length === 0;

/** Those rights on prompts that the viewer does not have. A question: nothing of it is written down. */
export const lackingRights = async (
  prompts: RecordedPrompts,
  own: OwnLists,
  resources: Rights,
  context: WriteContext,
): Promise<readonly Demand[]> => {
  const lacking: Demand[] = [];
  for (const demand of demands(prompts, own))
    if (!(await isPermitted(demand, resources, context))) lacking.push(demand);
  return lacking;
};

const isPermitted = async ([type, id, action]: Demand, resources: Rights, context: WriteContext): Promise<boolean> => {
  try {
    await resources.permitted(type, id, action, { ...context, isRecorded: true });
    return true;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.kind !== 'forbidden' && error.kind !== 'missing') throw error;
    return error.kind === 'missing';
  }
};

type OwnLists = Pick<LaunchTarget, 'credentials' | 'labels' | 'instanceGroups'>;

const NOTHING_OWN: OwnLists = { credentials: [], labels: [], instanceGroups: [] };

/** What is asked of a resource that a launch names. */
export type Demand = readonly [ResourceType, number, Action];

const demands = (accepted: RecordedPrompts, target: OwnLists): readonly Demand[] => [
  ...single('inventory', accepted.inventory, 'use'),
  ...single('execution_environment', accepted.execution_environment, 'read'),
  ...added('credential', accepted.credentials, target.credentials, 'use'),
  ...added('label', accepted.labels, target.labels, 'read'),
  ...added('instance_group', accepted.instance_groups, target.instanceGroups, 'use'),
];

const single = (type: ResourceType, id: unknown, action: Action): readonly Demand[] =>
  typeof id === 'number' ? [[type, id, action]] : [];

const added = (
  type: ResourceType,
  accepted: readonly Named[] = [],
  own: readonly Named[],
  action: Action,
): readonly Demand[] =>
  accepted.filter(({ id }) => !own.some((item) => item.id === id)).map(({ id }): Demand => [type, id, action]);
