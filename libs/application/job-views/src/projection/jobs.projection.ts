import type { Projection, StoredEvent } from '@application/ports';
import type { JobEvent } from '@domain/job';
import { type JobsPruned, RETENTION_STREAM } from '@domain/retention';
import type { WorkflowRunEvent } from '@domain/workflow-run';
import { ended, synced } from './job-end.js';
import { launched } from './job-launch.js';
import { admitted, adopted, blocked, cancelRequested, started, workflowStarted } from './job-progress.js';
import { artifactsRecorded, hostStatsReported } from './job-results.js';
import { nodeSkipped, nodeSpawned, snapshotNodes } from './node-rows.js';
import { pruned, removed } from './removal.js';
import { JOB_COVERING_INDEXES, JOB_SCHEMA, JOB_TABLES } from './schema.js';
import { type Place, runAll, type Statement } from './statement.js';

type RunEvent = JobEvent | WorkflowRunEvent;

/**
 * Jobs of every kind, nodes of workflow jobs, statistics per host, and what a template shows of its jobs (spec jobs.md §1).
 * It runs for every event of every job: each statement's text is constant, and events that show nowhere cost nothing.
 */
export const jobsProjection: Projection = {
  name: 'jobs',
  version: 4,
  schema: JOB_SCHEMA,
  coveringIndexes: JOB_COVERING_INDEXES,
  tables: JOB_TABLES,
  project: (rows, event) => {
    if (isOfJob(event)) return runAll(rows, statementsOf(event, placeOf(event)));
    if (event.stream === RETENTION_STREAM && event.type === 'JobsPruned')
      return runAll(rows, pruned(event.data as JobsPruned));
  },
};

const isOfJob = ({ stream }: StoredEvent): boolean => stream.startsWith('job-') || stream.startsWith('wfjob-');

const placeOf = ({ stream, meta }: StoredEvent): Place => ({
  id: Number(stream.slice(stream.indexOf('-') + 1)),
  at: meta.at,
});

const NOTHING: readonly Statement[] = [];

/** One case per event that shows. */
const statementsOf = (stored: StoredEvent, place: Place): readonly Statement[] => {
  const event = stored as RunEvent;
  switch (event.type) {
    case 'TemplateLaunched':
    case 'JobCopied':
      return launched(event.data, place);
    case 'WorkflowGraphSnapshotted':
      return snapshotNodes(event.data, place);
    case 'NodeSpawned':
      return nodeSpawned(event.data, place);
    case 'NodeSkipped':
      return nodeSkipped(event.data.node, place);
    case 'JobBlocked':
      return blocked(event.data, place);
    case 'JobAdmitted':
      return admitted(event.data, place);
    case 'JobAdopted':
      return adopted(event.data, place);
    case 'JobStarted':
      return started(event.data, place);
    case 'WorkflowStarted':
      return workflowStarted(place);
    case 'HostStatsReported':
      return hostStatsReported(event.data.hosts, place);
    case 'ArtifactsRecorded':
      return artifactsRecorded(event.data, place);
    case 'ProjectSynced':
      return synced(event.data.revision, place);
    case 'JobCancelRequested':
    case 'WorkflowCancelRequested':
      return cancelRequested(place);
    case 'JobSucceeded':
    case 'JobFailed':
    case 'JobErrored':
    case 'JobCanceled':
    case 'WorkflowJobFinished':
      return ended(event.data, place);
    case 'JobDeleted':
      return removed(place);
    default:
      return NOTHING;
  }
};
