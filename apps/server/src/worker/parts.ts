import type { AggregateRunner } from '@application/event-sourcing';
import type { Clock, EventLog, Executor, JobOutput, ReadStore } from '@application/ports';
import {
  cancelCascade,
  type DependencyPorts,
  jobsFromNodes,
  type NodeLaunches,
  outcomeToWorkflow,
  type ProcessManager,
  type ProcessRunnerOptions,
  type WorkflowRuns,
} from '@application/processes';
import { JobSupervisor, type JobSupervisorOptions, type RunPreparation } from '@application/running';
import type { ScheduleClock } from '@application/schedules';
import type { Log } from '../logging/log.js';

/** What everything that works without a request stands on. */
export interface WorkParts {
  readonly log: EventLog;
  readonly store: ReadStore;
  readonly aggregates: AggregateRunner;
  readonly clock: Clock;
  readonly logger: Log;
  /** A part stopped for good. */
  readonly onFailure: (error: unknown) => void;
  /** Told at every named point where a crash must do no harm. */
  readonly reached?: ((point: string) => void) | undefined;
}

/** What runs jobs. */
export interface RunnerParts extends WorkParts {
  readonly executor: Executor;
  readonly output: JobOutput;
  readonly preparation: RunPreparation;
  /** Name of this node. */
  readonly node: string;
  readonly instanceGroup: () => Promise<number>;
}

/** What walks workflows, admits jobs and launches what is scheduled. */
export interface WorkerParts extends WorkParts {
  readonly launches: NodeLaunches;
  readonly dependencies: Pick<DependencyPorts, 'resources' | 'launchUpdate' | 'caughtUp'>;
  /** Process managers that others bring. */
  readonly more: readonly ProcessManager[];
  /** Launches what is scheduled, and what has to be told of. */
  readonly schedules: Pick<ScheduleClock, 'start' | 'stop'> & { readonly managers: readonly ProcessManager[] };
}

/** What follows what: read these to know what happens after an event. */
export const managersOf = ({ aggregates, more }: WorkerParts, runs: WorkflowRuns): readonly ProcessManager[] => [
  jobsFromNodes(aggregates),
  outcomeToWorkflow(runs),
  cancelCascade(aggregates, runs),
  ...more,
];

export const supervisorOf = (
  parts: RunnerParts,
  release: JobSupervisorOptions['release'],
  more: Pick<JobSupervisorOptions, 'isAlone'> = {},
): JobSupervisor => {
  const { aggregates, executor, output, preparation, node, instanceGroup, reached, logger } = parts;
  return new JobSupervisor({
    ...{ aggregates, executor, output, preparation, node, instanceGroup, release, ...more },
    onTrouble: (job, error) => logger.error('a run went wrong', { job, error }),
    ...(reached && { reached }),
  });
};

/** Tells the log of the program what an event could not be handled for. */
export const troubleTeller =
  ({ logger }: Pick<WorkParts, 'logger'>): ProcessRunnerOptions['onTrouble'] =>
  ({ manager, event, attempt, final, error }) =>
    logger[final ? 'error' : 'warn'](final ? 'an event was parked' : 'an event is tried again', {
      ...{ manager, stream: event.stream, revision: event.revision, type: event.type, attempt, error },
    });
