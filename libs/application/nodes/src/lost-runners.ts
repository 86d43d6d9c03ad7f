import { type AggregateRunner, derivedId } from '@application/event-sourcing';
import type { NodeDirectory, ReadStore, SeenNode } from '@application/ports';
import { isHeldBy, type Job, job, jobCatalog, jobStream } from '@domain/job';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { fateOf, isLost } from './fate.js';
import type { NodesListener } from './heartbeat.js';
import type { NodeRegistry } from './node-registry.js';

/** Seconds after which nobody asks any more for a process that is gone. */
const REMEMBERED = 24 * 3600;

export interface LostRunnersPorts {
  readonly aggregates: AggregateRunner;
  readonly store: Pick<ReadStore, 'all'>;
  /** Seconds of silence after which a runner counts as lost. */
  readonly grace: number;
  /** Name of this node. */
  readonly node: string;
}

interface Orphan {
  readonly job: number;
  readonly node: string;
}

/**
 * For a runner: takes over the jobs of lost runners of its site. `adopt` is told the job as the log has it, and decides by its
 * revision: whoever comes second gets nothing.
 */
export const adoptLostJobs =
  (ports: LostRunnersPorts, adopt: (job: number, found: Job) => Promise<void>): NodesListener =>
  async ({ nodes, isSteady }) => {
    if (!isSteady) return;
    for (const orphan of await orphans(ports, nodes)) {
      const fate = fateOf(orphan, nodes, ports.grace);
      if (fate.kind !== 'adopted' || fate.by !== ports.node) continue;
      const { state } = await ports.aggregates.load(jobStream(orphan.job), job, jobCatalog);
      if (isHeldBy(orphan.node, state)) await adopt(orphan.job, state);
    }
  };

/**
 * For whoever holds the office of the dispatcher: fails the jobs of lost runners that nobody can take over, and records who
 * was lost.
 */
export const failLostJobs = (
  ports: LostRunnersPorts,
  { directory, registry }: { readonly directory: NodeDirectory; readonly registry: NodeRegistry },
): NodesListener => {
  let recorded: ReadonlySet<string> = new Set();
  return async ({ nodes, isSteady }) => {
    if (!isSteady) return;
    const lost = nodes.filter((node) => !node.hasLeft && isLost(node, ports.grace));
    for (const node of lost) if (!recorded.has(node.boot)) await registry.markLost(node, ports.node);
    recorded = new Set(lost.map(({ boot }) => boot));
    for (const orphan of await orphans(ports, nodes))
      if (fateOf(orphan, nodes, ports.grace).kind === 'failed') await fail(ports, orphan);
    await directory.forgetSilent(REMEMBERED + ports.grace);
  };
};

/** Jobs of runners that are lost, or that the directory does not know any more. One query, however many nodes and jobs. */
const orphans = async ({ store, grace }: LostRunnersPorts, nodes: readonly SeenNode[]): Promise<readonly Orphan[]> => {
  const alive = nodes.filter((node) => !isLost(node, grace)).map(({ name }) => name);
  const rows = await store.all(
    `SELECT id, execution_node FROM unified_job WHERE status IN ('waiting', 'running') AND type <> 'workflow_job'
      AND execution_node NOT IN (${['?', ...alive.map(() => '?')].join(', ')}) ORDER BY id`,
    ['', ...alive],
  );
  return rows.map((row) => ({ job: Number(row['id']), node: String(row['execution_node']) }));
};

/** As AWX says it of a job that its runner does not know any more. */
const explanationOf = (node: string): string =>
  `Task was marked as running but was not present in the job queue, so it has been marked as failed. Its node ${node} is lost.`;

const fail = async ({ aggregates }: LostRunnersPorts, { job: id, node }: Orphan): Promise<void> => {
  const commandId = derivedId('lost-runner', id, node);
  const command = { type: 'FailJob', explanation: explanationOf(node), as: 'failed' } as const;
  await aggregates.handle({
    ...{ stream: jobStream(id), decider: job, catalog: jobCatalog },
    decideWith: (state: Job) => (isHeldBy(node, state) ? job.decide(command, state) : []),
    context: { commandId, causation: commandId, actor: SYSTEM_ACTOR },
  });
};
