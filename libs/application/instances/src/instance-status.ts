import { isPresent } from '@application/nodes';
import type { SeenNode } from '@application/ports';

/** A process of the installation as AWX tells of its nodes. */
export interface InstanceStatus {
  readonly id: number;
  readonly hostname: string;
  readonly uuid: string;
  readonly nodeType: 'control' | 'execution' | 'hybrid';
  readonly nodeState: 'ready' | 'unavailable';
  readonly version: string;
  /** Forks it takes at once: none when it runs no jobs, or is not heard of. */
  readonly capacity: number;
  /** Cores. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
  readonly lastSeen: string;
}

const RUNNER = 'runner';

/** What a node is depends on whether it runs jobs, and whether it does anything else. */
const typeOf = ({ roles }: Pick<SeenNode, 'roles'>): InstanceStatus['nodeType'] => {
  if (!roles.includes(RUNNER)) return 'control';
  return roles.every((role) => role === RUNNER) ? 'execution' : 'hybrid';
};

/** The nodes of the installation by id, without those that left it. */
export const instancesOf = (nodes: readonly SeenNode[]): readonly InstanceStatus[] =>
  nodes.filter(({ hasLeft }) => !hasLeft).map(statusOf);

const runsJobs = ({ nodeType }: Pick<InstanceStatus, 'nodeType'>): boolean => nodeType !== 'control';

/** The group that a node is in: that of those which run jobs, or of those which only see to it that jobs run. */
export const groupOf = (instance: Pick<InstanceStatus, 'nodeType'>): string =>
  runsJobs(instance) ? 'default' : 'controlplane';

/** The nodes of a group. */
export const membersOf = (group: string, instances: readonly InstanceStatus[]): readonly InstanceStatus[] =>
  instances.filter((instance) => groupOf(instance) === group);

const statusOf = (node: SeenNode): InstanceStatus => {
  const nodeType = typeOf(node);
  return {
    ...{ id: node.id, hostname: node.name, uuid: node.uuid, version: node.version, cpu: node.cpu, memory: node.memory },
    ...{ nodeType, lastSeen: node.lastSeen, nodeState: isPresent(node) ? 'ready' : 'unavailable' },
    capacity: isPresent(node) && runsJobs({ nodeType }) ? node.capacity : 0,
  };
};
