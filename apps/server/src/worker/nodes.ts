import { randomUUID } from 'node:crypto';
import type { AggregateRunner } from '@application/event-sourcing';
import {
  adoptLostJobs,
  failLostJobs,
  Heartbeat,
  type HeartbeatTimer,
  isPresent,
  type LostRunnersPorts,
  NodeRegistry,
  type NodeSelf,
  systemTimer,
} from '@application/nodes';
import type { IdAllocator, NodeDirectory, ReadStore } from '@application/ports';
import type { JobSupervisor } from '@application/running';
import type { Log } from '../logging/log.js';

export interface NodesParts {
  readonly aggregates: AggregateRunner;
  readonly store: ReadStore;
  readonly ids: IdAllocator;
  readonly directory: NodeDirectory;
  readonly self: Omit<NodeSelf, 'boot'>;
  /** Seconds of silence after which a runner counts as lost. */
  readonly grace: number;
  /** Real time unless a test lets it pass. */
  readonly timer?: HeartbeatTimer;
  readonly logger: Log;
  readonly onFailure: (error: unknown) => void;
}

const OWN_JOBS = `SELECT id FROM unified_job WHERE status IN ('waiting', 'running') AND type <> 'workflow_job'
  AND execution_node = ? ORDER BY id`;

/** What runs jobs in this process, if anything does. */
interface Running {
  supervisor: JobSupervisor | null;
}

/** This process among those of its installation. */
export class Nodes {
  private constructor(
    private readonly parts: NodesParts,
    private readonly registry: NodeRegistry,
    readonly heartbeat: Heartbeat,
    private readonly running: Running,
  ) {}

  /** Joins the installation. @throws NodeNameTaken */
  static async join(parts: NodesParts): Promise<Nodes> {
    const { aggregates, ids, directory, self, grace, logger, onFailure, timer = systemTimer } = parts;
    const registry = new NodeRegistry(aggregates, ids);
    const running: Running = { supervisor: null };
    const heartbeat = await Heartbeat.start({
      ...{ directory, registry, grace, timer },
      self: { ...self, boot: randomUUID() },
      holdsSite: true, // by the lock in the data directory
      onTrouble: (error) => logger.warn('the other processes could not be seen', { error }),
      onTaken: () => onFailure(new Error(`another process has taken the name ${self.name}`)),
      onReturned: async () => running.supervisor?.returned(),
    });
    return new Nodes(parts, registry, heartbeat, running);
  }

  /** For a runner: takes over jobs of lost runners, and clears away what is left here of jobs that are over. */
  runWith(supervisor: JobSupervisor): void {
    this.running.supervisor = supervisor;
    const { heartbeat } = this;
    heartbeat.watch(async () => supervisor.lookAfter(await this.ownJobs()));
    heartbeat.watch(adoptLostJobs(this.lost, (job, found) => supervisor.adopt(job, found)));
    const isGone = (node: string): boolean => !heartbeat.nodes.some((seen) => seen.name === node && isPresent(seen));
    const { logger } = this.parts;
    supervisor
      .clearLeftovers(isGone)
      .catch((error: unknown) => logger.warn('leftovers of runs could not be cleared away', { error }));
  }

  /** For the dispatcher: ends jobs that no runner can take over. @returns ends it */
  watchLost(): () => void {
    const { directory } = this.parts;
    return this.heartbeat.watch(failLostJobs(this.lost, { directory, registry: this.registry }));
  }

  /** Leaves the installation. */
  stop(): Promise<void> {
    return this.heartbeat.stop();
  }

  /** Jobs that this runner has, as the rows tell. */
  private async ownJobs(): Promise<readonly number[]> {
    const { store, self } = this.parts;
    return (await store.all(OWN_JOBS, [self.name])).map(({ id }) => Number(id));
  }

  private get lost(): LostRunnersPorts {
    const { aggregates, store, grace, self } = this.parts;
    return { aggregates, store, grace, node: self.name };
  }
}
