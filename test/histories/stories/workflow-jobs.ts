import { workflowRun, workflowRunCatalog, type WorkflowRunCommand } from '@domain/workflow-run';
import { edges, jobOf, launchedData, node, spawnInputs } from '@testing/builders';
import { ANN, type Story } from '../narrator.js';

const refusal = {
  ...{ field: 'limit', key: null, value: 'db', source: { source: 'launch' }, code: 'not_prompted' },
  ...{ message: 'Field is not configured to prompt on launch.', consequence: 'ignored' as const },
};

const launch = (id: number, nodes: readonly number[], ...lines: readonly string[]): WorkflowRunCommand => ({
  ...{ type: 'LaunchWorkflow', rejected: [refusal], sliced: false, passwords: [], startError: null },
  data: launchedData('workflow_job', id),
  graph: { nodes: nodes.map((each) => node(each)), edges: edges(...lines), source: null },
});

const finished = (id: number, status: 'successful' | 'failed') => ({
  ...{ node: id, job: jobOf(id), status, finishedAt: '2026-11-25T12:00:30.000000Z' },
  artifacts: status === 'successful' ? { build: id } : null,
});

//  1 ── success ── 2 ── always ── 4 (its template is gone)
//    └─ failure ── 3
const walked: readonly WorkflowRunCommand[] = [
  launch(401, [1, 2, 3, 4], '1 success 2', '1 failure 3', '2 always 4'),
  { type: 'StartWorkflow', spawn: spawnInputs(1) },
  { type: 'RecordNodeFinished', data: finished(1, 'successful'), spawn: spawnInputs(2) },
  { type: 'RecordNodeFinished', data: finished(2, 'failed'), spawn: { 4: { jobId: jobOf(4), target: null } } },
  { type: 'DeleteWorkflowJob', by: ANN },
];

const canceled: readonly WorkflowRunCommand[] = [
  launch(405, [5, 6], '5 always 6'),
  { type: 'StartWorkflow', spawn: spawnInputs(5) },
  { type: 'CancelWorkflow', by: ANN, reason: 'not now' },
];

const repeated: readonly WorkflowRunCommand[] = [
  {
    ...{ type: 'LaunchWorkflow', rejected: [], sliced: false, passwords: [], startError: null },
    data: {
      ...launchedData('workflow_job', 410, { template: null, launchType: 'relaunch' }),
      ...{
        trigger: { by: 'relaunch', job: 405 },
        from: { ref: 'wfjob-405', rev: 6, id: 405, name: 'workflow_job 405' },
      },
    },
    graph: { nodes: [node(7)], edges: [], source: null },
  },
];

const story = (stream: string, commands: readonly WorkflowRunCommand[]): Story => ({
  ...{ stream, aggregate: 'workflow-run' },
  tell: (narrator) => narrator.tell({ stream, decider: workflowRun, catalog: workflowRunCatalog }, commands),
});

export const WORKFLOW_JOBS = [story('wfjob-401', walked), story('wfjob-405', canceled), story('wfjob-410', repeated)];
