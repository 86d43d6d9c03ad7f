import type { ResourceService, ResourceType, WriteContext } from '@application/resources';
import type { Action } from '@domain/access';
import { DomainError } from '@domain/kernel';
import type { LaunchTarget, Named, RecordedPrompts } from '@domain/launch';

type Rights = Pick<ResourceService, 'permitted'>;

/**
 * Rights on what came through the template's rules (spec launch.md §6.4): repeating the template's own resources needs none.
 * @throws DomainError forbidden
 */
export const demandPromptRights = async (
  accepted: RecordedPrompts,
  target: LaunchTarget,
  resources: Rights,
  context: WriteContext,
): Promise<void> => {
  for (const [type, id, action] of demands(accepted, target)) await resources.permitted(type, id, action, context);
};

/** The same without exemption: on every resource that a recorded launch names. What is gone needs no right. */
export const hasPromptRights = async (
  recorded: RecordedPrompts,
  resources: Rights,
  context: WriteContext,
): Promise<boolean> => {
  for (const [type, id, action] of demands(recorded, NOTHING_OWN)) {
    try {
      await resources.permitted(type, id, action, context);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error.kind === 'forbidden') return false;
      if (error.kind !== 'missing') throw error;
    }
  }
  return true;
};

type OwnLists = Pick<LaunchTarget, 'credentials' | 'labels' | 'instanceGroups'>;

const NOTHING_OWN: OwnLists = { credentials: [], labels: [], instanceGroups: [] };

type Demand = readonly [ResourceType, number, Action];

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
