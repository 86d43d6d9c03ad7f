import type { DomainEvent, EventCatalog } from '@domain/kernel';

/**
 * Stream `node-<name>`: the processes that ran under one name, one after the other. That they are alive is told elsewhere, every
 * few seconds; here is only what changed.
 */
export type NodeEvent =
  | DomainEvent<'NodeJoined', JoinedNode>
  | DomainEvent<'NodeLeft', { readonly boot: string }>
  | DomainEvent<'NodeLost', LostNode>;

/** What a process of an installation does. */
export type NodeRole = 'api' | 'worker' | 'runner';

export interface JoinedNode {
  /** Of the instance; the first process of this name got it. */
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  /** Tells this process from the others that had the name. */
  readonly boot: string;
  readonly roles: readonly NodeRole[];
  /** Runners of one site see the same folder of runs. */
  readonly site: string;
  /** Forks it takes at once. */
  readonly capacity: number;
  readonly cpu: number;
  readonly memory: number;
  readonly version: string;
}

export interface LostNode {
  readonly boot: string;
  /** Seconds for which nothing had been heard of it. */
  readonly silentFor: number;
  /** Name of the node that found it. */
  readonly foundBy: string;
}

export type NodeCommand =
  /** `replaces` had the name before and is known to be gone; null: nobody had it. */
  | { readonly type: 'JoinNode'; readonly joining: JoinedNode; readonly replaces: string | null }
  | { readonly type: 'LeaveNode'; readonly boot: string }
  | ({ readonly type: 'MarkNodeLost' } & LostNode);

export const nodeCatalog: EventCatalog<NodeEvent> = {
  NodeJoined: {
    schema: 1,
    about: 'A process joined the installation under this name, or came back after it was lost.',
  },
  NodeLeft: { schema: 1, about: 'The process stopped as it was asked to. What it ran goes on.' },
  NodeLost: { schema: 1, about: 'Nothing was heard of the process for too long: its jobs are adopted, or failed.' },
};
