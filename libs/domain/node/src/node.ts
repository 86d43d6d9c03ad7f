import { assertNever, type Decider, refused } from '@domain/kernel';
import type { NodeCommand, NodeEvent } from './messages.js';

/** Who has a name in the installation. */
export interface ClusterNode {
  readonly status: 'absent' | 'present' | 'left' | 'lost';
  /** Null before anybody joined under the name; kept for all that follow. */
  readonly identity: { readonly id: number; readonly uuid: string } | null;
  /** The process that joined last. */
  readonly boot: string | null;
}

type Command<Type extends NodeCommand['type']> = Extract<NodeCommand, { readonly type: Type }>;

const initial: ClusterNode = { status: 'absent', identity: null, boot: null };

const decide = (command: NodeCommand, node: ClusterNode): readonly NodeEvent[] => {
  switch (command.type) {
    case 'JoinNode':
      return joined(command, node);
    case 'LeaveNode':
      return isPresent(command.boot, node) ? [{ type: 'NodeLeft', data: { boot: command.boot } }] : [];
    case 'MarkNodeLost': {
      const { type: _type, ...lost } = command;
      return isPresent(lost.boot, node) ? [{ type: 'NodeLost', data: lost }] : [];
    }
    default:
      return assertNever(command);
  }
};

const isPresent = (boot: string, node: ClusterNode): boolean => node.status === 'present' && node.boot === boot;

/** @throws DomainError when another process has the name that the one which joins does not know to be gone */
const joined = ({ joining, replaces }: Command<'JoinNode'>, node: ClusterNode): readonly NodeEvent[] => {
  if (isPresent(joining.boot, node)) return [];
  if (node.status === 'present' && node.boot !== replaces)
    throw refused({ detail: `Another process is the node ${joining.name}.` }, 'NODE_NAME_TAKEN');
  return [{ type: 'NodeJoined', data: { ...joining, ...node.identity } }];
};

const evolve = (node: ClusterNode, event: NodeEvent): ClusterNode => {
  switch (event.type) {
    case 'NodeJoined': {
      const { id, uuid, boot } = event.data;
      return { status: 'present', identity: { id, uuid }, boot };
    }
    case 'NodeLeft':
      return { ...node, status: 'left' };
    case 'NodeLost':
      return { ...node, status: 'lost' };
  }
};

/** One process at a time has a name; the name keeps its id through all of them. */
export const clusterNode: Decider<ClusterNode, NodeCommand, NodeEvent> = { initial, decide, evolve };

/** `runner-1` -> `node-runner-1` */
export const nodeStream = (name: string): string => `node-${name}`;
