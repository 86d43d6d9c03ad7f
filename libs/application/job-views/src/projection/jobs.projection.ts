import type { Projection, RowWriter, SqlValue, StoredEvent } from '@application/ports';
import type { JobEvent } from '@domain/job';
import type { WorkflowRunEvent } from '@domain/workflow-run';
import { hostStatusCounts, hostSummaryRows } from './host-summaries.js';
import { launchRow } from './launch-row.js';
import { snapshotNodes } from './node-rows.js';
import { JOB_SCHEMA, JOB_TABLES, LAUNCH_COLUMNS } from './schema.js';

type Event = StoredEvent & (JobEvent | WorkflowRunEvent);

const INSERT = `INSERT INTO unified_job (${LAUNCH_COLUMNS.map((name) => `"${name}"`).join(', ')})
  VALUES (${LAUNCH_COLUMNS.map(() => '?').join(', ')}) ON CONFLICT (id) DO NOTHING`;

/** Jobs of every kind, nodes of workflow jobs, statistics per host, and what a template shows of its jobs (spec jobs.md §1). */
export const jobsProjection: Projection = {
  name: 'jobs',
  version: 1,
  schema: JOB_SCHEMA,
  tables: JOB_TABLES,
  project: (rows, event) => {
    if (!event.stream.startsWith('job-') && !event.stream.startsWith('wfjob-')) return;
    projectJob(rows, event as Event, Number(event.stream.slice(event.stream.indexOf('-') + 1)));
  },
};

const projectJob = (rows: RowWriter, event: Event, id: number): void => {
  const { at } = event.meta;
  switch (event.type) {
    case 'TemplateLaunched':
      return launched(rows, event, id);
    case 'WorkflowGraphSnapshotted':
      return snapshotNodes(rows, id, at, event.data);
    case 'JobQueued':
      return turned(rows, id, 'pending');
    case 'JobAdmitted':
      return set(rows, id, {
        status: 'waiting',
        instance_group: event.data.instanceGroup,
        execution_node: event.data.node,
        controller_node: event.data.node,
      });
    case 'JobStarted':
      set(rows, id, {
        started: at,
        job_args: JSON.stringify(event.data.args),
        job_cwd: event.data.cwd,
        job_env: JSON.stringify(event.data.env),
        work_unit_id: event.data.attempt,
        job_explanation: '',
      });
      return turned(rows, id, 'running');
    case 'WorkflowStarted':
      set(rows, id, { started: at });
      return turned(rows, id, 'running');
    default:
      return projectProgress(rows, event, id);
  }
};

const projectProgress = (rows: RowWriter, event: Event, id: number): void => {
  const { at } = event.meta;
  switch (event.type) {
    case 'NodeSpawned':
      return rows.run('UPDATE workflow_job_node SET job = ?, modified = ? WHERE id = ?', [
        event.data.job.id,
        at,
        event.data.node,
      ]) as void;
    case 'NodeSkipped':
      return rows.run('UPDATE workflow_job_node SET do_not_run = 1, modified = ? WHERE id = ?', [
        at,
        event.data.node,
      ]) as void;
    case 'DependenciesLinked':
      return set(rows, id, { dependencies: JSON.stringify(event.data.dependencies.map(({ job }) => job)) });
    case 'JobBlocked':
      return set(rows, id, { job_explanation: event.data.by === null ? '' : event.data.rule });
    case 'HostStatsReported':
      for (const row of hostSummaryRows(id, at, event.data.hosts)) rows.run(row.sql, row.parameters);
      return set(rows, id, { host_status_counts: JSON.stringify(hostStatusCounts(event.data.hosts)) });
    case 'ArtifactsRecorded':
      return set(rows, id, {
        artifacts: JSON.stringify(event.data.artifacts),
        artifacts_no_log: Number(event.data.noLog),
      });
    case 'ProjectSynced':
      return synced(rows, id, event.data.revision);
    case 'JobCancelRequested':
    case 'WorkflowCancelRequested':
      return rows.run('UPDATE unified_job SET canceled_on = COALESCE(canceled_on, ?) WHERE id = ?', [at, id]) as void;
    case 'JobDeleted':
      return removed(rows, id);
    default:
      return projectEnd(rows, event, id);
  }
};

const projectEnd = (rows: RowWriter, event: Event, id: number): void => {
  switch (event.type) {
    case 'JobSucceeded':
    case 'JobFailed':
    case 'JobErrored':
    case 'JobCanceled':
    case 'WorkflowJobFinished': {
      const { status, explanation } = event.data;
      const traceback = 'traceback' in event.data ? event.data.traceback : '';
      return ended(rows, { id, at: event.meta.at, status, explanation, traceback });
    }
    default:
  }
};

const set = (rows: RowWriter, id: number, values: Readonly<Record<string, SqlValue>>): void => {
  const names = Object.keys(values);
  rows.run(`UPDATE unified_job SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`, [
    ...Object.values(values),
    id,
  ]);
};

const launched = (rows: RowWriter, event: Extract<Event, { type: 'TemplateLaunched' }>, id: number): void => {
  rows.run(INSERT, launchRow(event.data, event.meta.at));
  const effective = event.data.composition?.effective;
  effective?.credentials.forEach((credential, position) =>
    rows.run('INSERT INTO unified_job_credential (job, credential, position) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', [
      id,
      credential.id,
      position,
    ]),
  );
  effective?.labels.forEach((label) =>
    rows.run('INSERT INTO unified_job_label (job, label) VALUES (?, ?) ON CONFLICT DO NOTHING', [id, label.id]),
  );
};

/** Pending and running show on the template as its current job (spec jobs.md §1.5). */
const turned = (rows: RowWriter, id: number, status: 'pending' | 'running'): void => {
  rows.run('UPDATE unified_job SET status = ? WHERE id = ?', [status, id]);
  rows.run(
    `INSERT INTO template_status (id, status, current_job)
       SELECT unified_job_template, ?, id FROM unified_job WHERE id = ? AND unified_job_template IS NOT NULL AND job_slice_count < 2
     ON CONFLICT (id) DO UPDATE SET status = excluded.status, current_job = excluded.current_job`,
    [status, id],
  );
};

interface End {
  readonly id: number;
  readonly at: string;
  readonly status: string;
  readonly explanation: string;
  readonly traceback: string;
}

const ended = (rows: RowWriter, { id, at, status, explanation, traceback }: End): void => {
  const failed = status === 'successful' ? 0 : 1;
  rows.run(
    `UPDATE unified_job SET status = ?, failed = ?, finished = ?, event_processing_finished = 1, result_traceback = ?,
       job_explanation = ? WHERE id = ?`,
    [status, failed, at, traceback, explanation, id],
  );
  rows.run(
    `INSERT INTO template_status (id, status, current_job, last_job, last_job_run, last_job_failed)
       SELECT unified_job_template, ?, NULL, id, finished, failed FROM unified_job WHERE id = ? AND unified_job_template IS NOT NULL
     ON CONFLICT (id) DO UPDATE SET status = excluded.status, last_job = excluded.last_job, last_job_run = excluded.last_job_run,
       last_job_failed = excluded.last_job_failed, current_job = NULL`,
    [failed ? 'failed' : 'successful', id],
  );
};

const synced = (rows: RowWriter, id: number, revision: string): void => {
  set(rows, id, { scm_revision: revision });
  rows.run(
    `UPDATE template_status SET scm_revision = ?
     WHERE id = (SELECT unified_job_template FROM unified_job WHERE id = ? AND type = 'project_update')`,
    [revision, id],
  );
};

const removed = (rows: RowWriter, id: number): void => {
  rows.run(
    'DELETE FROM workflow_job_node_edge WHERE parent IN (SELECT id FROM workflow_job_node WHERE workflow_job = ?)',
    [id],
  );
  rows.run(
    'DELETE FROM workflow_job_node_link WHERE node IN (SELECT id FROM workflow_job_node WHERE workflow_job = ?)',
    [id],
  );
  rows.run('DELETE FROM workflow_job_node WHERE workflow_job = ?', [id]);
  rows.run('UPDATE workflow_job_node SET job = NULL WHERE job = ?', [id]);
  rows.run('DELETE FROM job_host_summary WHERE job = ?', [id]);
  rows.run('DELETE FROM unified_job_credential WHERE job = ?', [id]);
  rows.run('DELETE FROM unified_job_label WHERE job = ?', [id]);
  rows.run('DELETE FROM unified_job WHERE id = ?', [id]);
};
