import type { AggregateRunner } from '@application/event-sourcing';
import type { CallbackLaunches } from '@application/launching';
import type { LaunchTargets } from '@application/launch-targets';
import type { Clock, HostNames, Position, ReadStore } from '@application/ports';
import type { ResourceService } from '@application/resources';

/** How callers are recognised; see docs/callbacks.md. */
export interface CallbackSettings {
  /** CGI names of headers, in order. */
  readonly remoteHostHeaders: readonly string[];
  /** Addresses, networks and names of proxies whose forwarding headers are believed. */
  readonly trustedProxies: readonly string[];
}

export interface CallbackPorts {
  readonly aggregates: AggregateRunner;
  readonly store: Pick<ReadStore, 'all'>;
  readonly clock: Clock;
  readonly names: HostNames;
  readonly targets: LaunchTargets;
  readonly launches: Pick<CallbackLaunches, 'prepare' | 'create' | 'needsInput'>;
  readonly resources: Pick<ResourceService, 'permitted'>;
  readonly caughtUp: (position: Position | undefined) => Promise<void>;
  readonly settings: CallbackSettings;
  /** Other processes answer calls, too. */
  readonly isShared?: boolean;
}
