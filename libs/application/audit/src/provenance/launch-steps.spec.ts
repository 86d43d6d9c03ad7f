import { MemoryEventLog } from '@adapters/event-log-memory';
import { AggregateRunner } from '@application/event-sourcing';
import type { Viewer } from '@domain/access';
import { job, jobCatalog } from '@domain/job';
import { type Actor, SYSTEM_ACTOR } from '@domain/kernel';
import { compose, type LaunchedData } from '@domain/launch';
import { workflowRun, workflowRunCatalog } from '@domain/workflow-run';
import { launchedData, spawnedBy } from '@testing/builders';
import { layer, workflowTemplate } from '@testing/launch';
import { JobProvenance } from './job-provenance.js';

const admin: Viewer = { id: 1, username: 'admin', isSuperuser: true, isSystemAuditor: false };
const ANN: Actor = { kind: 'user', id: 5, name: 'ann' };
const ALL = { fields: [], variables: [] };

const log = new MemoryEventLog();
const aggregates = new AggregateRunner(log, { clock: { now: () => '2030-01-15T03:00:00.000000Z' } });
const provenance = new JobProvenance(log, () => Promise.resolve(false));

const context = (commandId: string, actor: Actor) => ({ commandId, correlation: 'c', causation: 'c', actor });

const created = async (data: LaunchedData, actor: Actor = SYSTEM_ACTOR): Promise<void> => {
  const common = { data, rejected: [], passwords: [], startError: null };
  if (data.kind === 'workflow_job') {
    const graph = { nodes: [], edges: [], source: null };
    await aggregates.handle({
      ...{ stream: `wfjob-${data.id}`, decider: workflowRun, catalog: workflowRunCatalog },
      ...{
        context: context(`w${data.id}`, actor),
        command: { type: 'LaunchWorkflow', sliced: false, graph, ...common },
      },
    });
  } else {
    await aggregates.handle({
      ...{ stream: `job-${data.id}`, decider: job, catalog: jobCatalog, context: context(`j${data.id}`, actor) },
      command: { type: 'CreateJob', ...common },
    });
  }
};

const wordsOf = async ({ kind, id }: LaunchedData): Promise<readonly string[]> => {
  const { launched } = await provenance.of(admin, kind, id, ALL);
  return launched.map(({ explanation }) => explanation);
};

describe('why a job was launched, in words', () => {
  it.each<[string, LaunchedData, Actor, string]>([
    ['a person', launchedData('job', 1), ANN, 'Job 1 "job 1" was launched by ann.'],
    [
      'a relaunch',
      launchedData('job', 2, { launchType: 'relaunch', trigger: { by: 'relaunch', job: 1 } }),
      ANN,
      'Job 2 "job 2" was launched by ann, who repeated job 1.',
    ],
    [
      'a relaunch on failed hosts',
      launchedData('job', 3, { trigger: { by: 'relaunch', job: 1 }, requested: { hosts: 'failed' } }),
      ANN,
      'Job 3 "job 3" was launched by ann, who repeated job 1 on the hosts that had failed.',
    ],
    [
      'a relaunch of a workflow job',
      launchedData('workflow_job', 4, { trigger: { by: 'relaunch', job: 2 } }),
      ANN,
      'Workflow job 4 "workflow_job 4" was launched by ann, who repeated workflow job 2.',
    ],
    [
      'a calling host',
      launchedData('job', 5, { trigger: { by: 'callback', host: 7 }, requested: { limit: 'web1' } }),
      { kind: 'host', id: 7, name: 'web1' },
      'Job 5 "job 5" was launched by the call of host 7 "web1".',
    ],
    [
      'Cairn itself',
      launchedData('project_update', 6, { trigger: { by: 'system', reason: 'its source is new' } }),
      SYSTEM_ACTOR,
      'Project update 6 "project_update 6" was launched by Cairn: its source is new.',
    ],
  ])('%s', async (_who, data, actor, words) => {
    await created(data, actor);
    expect(await wordsOf(data)).toEqual([words]);
  });

  it('goes on from what a job needed, through slices and nested workflows, to whoever launched the outermost', async () => {
    await created(launchedData('workflow_job', 20), ANN);
    await created(launchedData('workflow_job', 21, { trigger: spawnedBy(20, 3) }));
    await created(launchedData('job', 22, { trigger: spawnedBy(21, 4), fixed: { job_slice_number: 2 } }));
    const update = launchedData('project_update', 23, { trigger: { by: 'dependency', job: 22 } });
    await created(update);
    expect(await wordsOf(update)).toEqual([
      'Project update 23 "project_update 23" was launched for job 22, which needs it.',
      'Job 22 "job 22" was launched by node 4 of workflow job 21, as its slice 2.',
      'Workflow job 21 "workflow_job 21" was launched by node 3 of workflow job 20.',
      'Workflow job 20 "workflow_job 20" was launched by ann.',
    ]);
  });

  it('names projects as the template of their updates', async () => {
    const template = { ref: 'project-3', rev: 2, id: 3, name: 'web' };
    await created(launchedData('project_update', 30, { template }));
    expect((await provenance.of(admin, 'project_update', 30, ALL)).template).toEqual({ ...template, kind: 'project' });
  });
});

describe('a value that went through many hands', () => {
  it('is told with all of them, in one sentence', async () => {
    const schedule = { source: 'schedule', ref: 'schedule-2', rev: 1, name: 'weekly' } as const;
    const repeated = { source: 'relaunch', ref: 'wfjob-12', rev: 9, name: 'Outer', origin: schedule } as const;
    const target = workflowTemplate({ values: { limit: null }, asks: { limit: true } });
    const given = {
      ...layer('workflow_job', { prompts: { limit: 'web' } }),
      source: { source: 'workflow_job' } as const,
    };
    const origins = { fields: { limit: repeated }, variables: {} };
    const composition = compose({ target, mode: 'spawn', layers: [{ ...given, origins }] });
    await created(launchedData('workflow_job', 40, { composition, template: target.ref }));
    const { values } = await provenance.of(admin, 'workflow_job', 40, { fields: ['limit'], variables: [] });
    expect(values[0]?.explanation).toBe(
      'limit is "web": the workflow job, which had it from the launch that is repeated "Outer" (wfjob-12, revision 9), ' +
        'which had it from the schedule "weekly" (schedule-2, revision 1), replaces the unset value of ' +
        `the template "${target.ref.name}" (${target.ref.ref}, revision ${target.ref.rev}).`,
    );
  });
});
