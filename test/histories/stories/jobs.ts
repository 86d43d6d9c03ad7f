import { job, jobCatalog, type JobCommand } from '@domain/job';
import { compose, rejectedPrompts } from '@domain/launch';
import { launchedData } from '@testing/builders';
import { credential, jobTemplate, layer, question, sealed, variables } from '@testing/launch';
import { ANN, type Story } from '../narrator.js';

const target = jobTemplate({
  asks: { limit: true },
  variables: variables({ env: 'dev' }),
  survey: { questions: [question('pin', { type: 'password' })] },
  credentials: [credential('ssh', 4)],
});

const composition = compose({
  target,
  mode: 'manual',
  layers: [
    layer('launch', {
      prompts: { limit: 'web', forks: 5 },
      variables: variables({ extra: 1 }, { pin: sealed('pin') }),
      credentials: [credential('ssh', 7)],
    }),
  ],
});

const counts = { ok: 3, changed: 1, failures: 0, dark: 0, skipped: 0, ignored: 0, rescued: 0, processed: 1 };

const ran: readonly JobCommand[] = [
  {
    type: 'CreateJob',
    data: launchedData('job', 402, { composition, createdBy: ANN, fixed: { playbook: 'site.yml' } }),
    rejected: rejectedPrompts(composition, 'ignored'),
    passwords: ['ssh_password'],
    startError: null,
  },
  { type: 'LinkDependencies', dependencies: [{ job: 401, how: 'created', why: 'never updated' }] },
  { type: 'BlockJob', by: 'job-401', rule: 'waiting for projectupdate-401 to finish' },
  { type: 'AdmitJob', attempt: 'a1', instanceGroup: 1, node: 'cairn-1', impact: 6 },
  {
    type: 'RecordStart',
    data: {
      attempt: 'a1',
      args: ['ansible-playbook', 'site.yml'],
      cwd: '/run',
      env: { JOB_ID: '402' },
      injected: { awx_job_id: 402 },
    },
  },
  {
    type: 'RecordRun',
    attempt: 'a1',
    report: {
      ...{ status: 'successful', exitCode: 0, explanation: '', traceback: '', events: 9, revision: null },
      artifacts: { build: 17 },
      hosts: { web1: { host: 11, ...counts } },
    },
  },
  { type: 'DeleteJob', by: ANN },
];

const canceled: readonly JobCommand[] = [
  { type: 'CreateJob', data: launchedData('project_update', 403), rejected: [], passwords: [], startError: null },
  { type: 'AdmitJob', attempt: 'a2', instanceGroup: 1, node: 'cairn-1', impact: 1 },
  { type: 'CancelJob', by: ANN, reason: 'not now' },
  { type: 'FailJob', explanation: '', as: 'canceled' },
];

const report = { exitCode: 0, explanation: '', traceback: '', artifacts: null, hosts: null, events: 2 };

const synced: readonly JobCommand[] = [
  { type: 'CreateJob', data: launchedData('project_update', 405), rejected: [], passwords: [], startError: null },
  { type: 'AdmitJob', attempt: 'a4', instanceGroup: 1, node: 'cairn-1', impact: 1 },
  { type: 'RecordRun', attempt: 'a4', report: { ...report, status: 'successful', revision: '4f6d2c' } },
];

const stillborn: readonly JobCommand[] = [
  {
    ...{ type: 'CreateJob', data: launchedData('job', 406), rejected: [], passwords: [] },
    startError: 'Job could not start because it does not have a valid inventory.',
  },
];

const failing: readonly JobCommand[] = [
  { type: 'CreateJob', data: launchedData('job', 404), rejected: [], passwords: [], startError: null },
  { type: 'AdmitJob', attempt: 'a3', instanceGroup: 1, node: 'cairn-1', impact: 1 },
  { type: 'FailPreStart', reason: 'Credential demo lacks a username.' },
];

const repeated: readonly JobCommand[] = [
  {
    ...{ type: 'CreateJob', rejected: [], passwords: [], startError: null },
    data: {
      ...launchedData('job', 407, { composition, createdBy: ANN, template: null, launchType: 'relaunch' }),
      ...{ trigger: { by: 'relaunch', job: 402 }, from: { ref: 'job-402', rev: 9, id: 402, name: 'job 402' } },
    },
  },
];

const adopted: readonly JobCommand[] = [
  { type: 'CreateJob', data: launchedData('job', 408), rejected: [], passwords: [], startError: null },
  { type: 'AdmitJob', attempt: 'a5', instanceGroup: 1, node: 'runner-1', impact: 1 },
  { type: 'AdoptJob', attempt: 'a5', from: 'runner-1', node: 'runner-2' },
  { type: 'RecordRun', attempt: 'a5', report: { ...report, status: 'failed', exitCode: 2, revision: null } },
];

const story = (stream: string, commands: readonly JobCommand[]): Story => ({
  ...{ stream, aggregate: 'job' },
  tell: (narrator) => narrator.tell({ stream, decider: job, catalog: jobCatalog }, commands),
});

export const JOBS = [
  story('job-402', ran),
  story('job-403', canceled),
  story('job-404', failing),
  story('job-405', synced),
  story('job-406', stillborn),
  story('job-407', repeated),
  story('job-408', adopted),
];
