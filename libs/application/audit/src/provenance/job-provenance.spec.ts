import { MemoryEventLog } from '@adapters/event-log-memory';
import { AggregateRunner } from '@application/event-sourcing';
import type { Viewer } from '@domain/access';
import { type DomainError, type Json, SYSTEM_ACTOR } from '@domain/kernel';
import { job, jobCatalog } from '@domain/job';
import { compose, composeSpawn, type LaunchedData, plainVariables } from '@domain/launch';
import { workflowRun, workflowRunCatalog } from '@domain/workflow-run';
import { launchedData } from '@testing/builders';
import { credential, jobTemplate, layer, question, sealed, variables, workflowTemplate } from '@testing/launch';
import { JobProvenance, type Narrowing } from './job-provenance.js';
import type { ProvenanceEntry } from './shape.js';

const admin: Viewer = { id: 1, username: 'admin', isSuperuser: true, isSystemAuditor: false };
const ann: Viewer = { id: 5, username: 'ann', isSuperuser: false, isSystemAuditor: false };
const ANN = { kind: 'user', id: 5, name: 'ann' } as const;
const ALL: Narrowing = { fields: [], variables: [] };

let log: MemoryEventLog;
let aggregates: AggregateRunner;
let provenance: JobProvenance;

beforeEach(() => {
  log = new MemoryEventLog();
  aggregates = new AggregateRunner(log, { clock: { now: () => '2030-01-15T03:00:00.000000Z' } });
  provenance = new JobProvenance(log, async (viewer, stream) => viewer === ann && stream === 'job-402');
});

const context = (id: string) => ({ commandId: id, correlation: 'c1', causation: id, actor: SYSTEM_ACTOR });

const created = (data: LaunchedData) =>
  aggregates.handle({
    ...{ stream: `job-${data.id}`, decider: job, catalog: jobCatalog, context: context(`create-${data.id}`) },
    command: { type: 'CreateJob', data, rejected: [], passwords: [], startError: null },
  });

const workflowCreated = (data: LaunchedData) =>
  aggregates.handle({
    ...{
      stream: `wfjob-${data.id}`,
      decider: workflowRun,
      catalog: workflowRunCatalog,
      context: context(`create-${data.id}`),
    },
    command: {
      ...{ type: 'LaunchWorkflow', data, rejected: [], sliced: false, passwords: [], startError: null },
      graph: { nodes: [], edges: [], source: null },
    },
  });

const entry = async (id: number, narrowing: Partial<Narrowing>, viewer = admin): Promise<ProvenanceEntry> => {
  const { values } = await provenance.of(viewer, 'job', id, { ...ALL, ...narrowing });
  expect(values).toHaveLength(1);
  return values[0] as ProvenanceEntry;
};

/** The worked example of spec precedence.md §11, and the workflow around it. */
const workedExample = async (): Promise<void> => {
  const outer = workflowTemplate({
    values: { limit: 'web' },
    variables: plainVariables({ channel: 'stable' }),
    asks: { inventory: true },
  });
  const run = compose({ target: outer, mode: 'manual', layers: [layer('launch', { prompts: { inventory: 4 } })] });
  const ownRef = { ref: 'wfjt-20', rev: 7, id: 20, name: 'Roll out' };
  await workflowCreated(
    launchedData('workflow_job', 401, { name: 'Roll out', template: ownRef, composition: run, createdBy: ANN }),
  );
  const target = jobTemplate({
    values: { limit: 'all' },
    variables: plainVariables({ env: 'jt', a: 'jt' }),
    survey: { questions: [question('env', { default: { v: 'dev' } })] },
    asks: { limit: true },
    fixed: { playbook: 'site.yml' },
  });
  const own = { source: 'template', ref: 'wfjt-20', rev: 7 } as const;
  const composition = composeSpawn({
    target,
    node: {
      source: { source: 'node', ref: 'wfjt-20', rev: 7, node: 31 },
      prompts: { limit: 'db' },
      variables: plainVariables({ env: 'node' }),
    },
    run: {
      source: { source: 'workflow_job', ref: 'wfjob-401' },
      prompts: { limit: 'web', inventory: 4 },
      variables: plainVariables({ channel: 'stable' }),
      origins: { fields: { limit: own, inventory: { source: 'launch', actor: ANN } }, variables: { channel: own } },
    },
    artifacts: [
      { source: { source: 'artifact', ref: 'job-400' }, values: plainVariables({ env: 'stats', build: 17 }) },
    ],
  });
  const trigger = { by: 'workflow', workflowJob: 401, node: 55, identifier: 'deploy' } as const;
  const ancestors = [
    {
      workflowJob: 401,
      workflowJobName: 'Roll out',
      template: 20,
      templateName: 'Roll out',
      launchType: 'manual',
    } as const,
  ];
  const data = {
    name: 'Deploy app',
    template: target.ref,
    launchType: 'workflow',
    trigger,
    composition,
    ancestors,
    createdBy: ANN,
  } as const;
  await created(launchedData('job', 402, { ...data, fixed: target.fixed }));
};

describe('the provenance of a job spawned by a workflow', () => {
  beforeEach(workedExample);

  it('names the winner of a field, whom it had the value from, and who lost', async () => {
    expect(await entry(402, { fields: ['limit'] })).toEqual({
      field: 'limit',
      key: null,
      value: 'web',
      secret: false,
      mac: null,
      rule: 'later_layer_wins',
      winner: {
        source: 'workflow_job',
        ref: 'wfjob-401',
        rev: null,
        node: null,
        gate: 'accepted:ask',
        actor: null,
        text: 'the workflow job "Roll out" (wfjob-401)',
        origin: expect.objectContaining({
          source: 'template',
          ref: 'wfjt-20',
          text: 'the template "Roll out" (wfjt-20, revision 7)',
        }) as object,
      },
      shadowed: [
        expect.objectContaining({ source: 'node', node: 31, value: 'db' }),
        expect.objectContaining({ source: 'template', ref: 'jt-8', rev: 19, value: 'all' }),
      ],
      rejected: [],
      explanation:
        'limit is "web": the workflow job "Roll out" (wfjob-401), which had it from the template "Roll out" (wfjt-20, revision 7), ' +
        'comes later and replaces "db" from workflow node 31 of "Roll out" (wfjt-20, revision 7) and "all" from the template "Deploy app" (jt-8, revision 19).',
    });
  });

  it('tells of a refused prompt and what stands in its place', async () => {
    const inventory = await entry(402, { fields: ['inventory'] });
    expect(inventory).toMatchObject({
      value: 3,
      winner: { source: 'template', ref: 'jt-8' },
      rule: 'rejected_falls_back',
      rejected: [
        {
          source: 'workflow_job',
          value: 4,
          code: 'not_prompted',
          consequence: 'dropped',
          origin: { source: 'launch' },
        },
      ],
      explanation:
        'inventory is 3 as the template "Deploy app" (jt-8, revision 19) has it, for what was offered is refused. ' +
        '4 from the workflow job "Roll out" (wfjob-401), which had it from the launch request of user ann, was dropped: ' +
        'Field is not configured to prompt on launch.',
    });
  });

  it.each([
    ['env', 'stats', 'artifact', ['node', 'survey_default', 'template'], 'bypasses_gate'],
    ['build', 17, 'artifact', [], 'bypasses_gate'],
    ['a', 'jt', 'template', [], 'only_source'],
    ['channel', 'stable', 'workflow_job', [], 'bypasses_gate'],
  ])('traces variable %s', async (variable, value, source, shadowed, rule) => {
    const found = await entry(402, { variables: [variable] });
    expect(found).toMatchObject({ field: 'extra_vars', key: variable, value, winner: { source }, rule });
    expect(found.shadowed.map((offer) => offer.source)).toEqual(shadowed);
  });

  it('has an entry for every value the job ran with, whoever decided it', async () => {
    const { values } = await provenance.of(admin, 'job', 402, ALL);
    const fields = new Set(values.map(({ field }) => field));
    expect([...fields]).toEqual(
      expect.arrayContaining(['extra_vars', 'limit', 'forks', 'job_type', 'instance_groups', 'playbook']),
    );
    const of = (field: string) => values.find((value) => value.field === field);
    expect(of('job_type')).toMatchObject({ value: 'run', rule: 'only_source', winner: { ref: 'jt-8' } });
    expect(of('playbook')).toMatchObject({
      rule: 'fixed',
      explanation:
        'playbook is "site.yml" as the template "Deploy app" (jt-8, revision 19) has it; no launch can change it.',
    });
    expect(of('execution_environment')).toMatchObject({
      explanation:
        'execution_environment is not set: neither the template "Deploy app" (jt-8, revision 19) nor a launch gives it a value.',
    });
    expect(values.every(({ explanation }) => /^\w.*\.$/.test(explanation))).toBe(true);
  });

  it('says who launched it, all the way up', async () => {
    const { launched, correlation } = await provenance.of(admin, 'job', 402, ALL);
    expect(correlation).toBe('c1');
    expect(launched.map(({ stream, explanation }) => [stream, explanation])).toEqual([
      ['job-402', 'Job 402 "Deploy app" was launched by node 55 of workflow job 401.'],
      ['wfjob-401', 'Workflow job 401 "Roll out" was launched by ann.'],
    ]);
    expect(launched[0]?.trigger).toEqual({ by: 'workflow', workflow_job: 401, node: 55, identifier: 'deploy' });
  });

  it('narrows to several fields and variables at once', async () => {
    const { values } = await provenance.of(admin, 'job', 402, { fields: ['limit', 'forks'], variables: ['a', 'none'] });
    expect(values.map(({ field, key }) => key ?? field)).toEqual(['a', 'limit', 'forks']);
  });

  it('is for those who may read the job', async () => {
    await expect(provenance.of(ann, 'job', 402, ALL)).resolves.toMatchObject({ id: 402, stream: 'job-402' });
    await expect(provenance.of(ann, 'workflow_job', 401, ALL)).rejects.toThrow(
      expect.objectContaining({ kind: 'forbidden' }) as DomainError,
    );
    for (const [kind, id] of [
      ['job', 403],
      ['project_update', 402],
      ['workflow_job', 402],
    ] as const) {
      await expect(provenance.of(ann, kind, id, ALL)).rejects.toThrow(
        expect.objectContaining({ kind: 'missing' }) as DomainError,
      );
    }
  });
});

describe('what provenance shows of secrets', () => {
  const target = jobTemplate({ survey: { questions: [question('pin', { type: 'password' }), question('pin2')] } });
  const launch = async () => {
    const given = variables({ other: 'passed on', pin2: 'plain' }, { pin: sealed('s') });
    const composition = compose({
      target,
      mode: 'manual',
      layers: [layer('launch', { variables: given, masks: ['other'] })],
    });
    await created(
      launchedData('job', 402, { composition, requested: { extra_vars: { pin: '$encrypted$', other: 'passed on' } } }),
    );
  };

  it('is the mask, and for those who read everything a keyed hash', async () => {
    await launch();
    const secret = { value: '$encrypted$', secret: true };
    expect(await entry(402, { variables: ['pin'] })).toMatchObject({
      ...secret,
      mac: 'mac-s',
      explanation: 'Variable pin is a secret: only the launch request gives it a value.',
    });
    expect(await entry(402, { variables: ['pin'] }, ann)).toMatchObject({ ...secret, mac: null });
  });

  it('goes for refused offers and for what was requested', async () => {
    await launch();
    const refused = await entry(402, { variables: ['other'] });
    expect(refused.rejected).toMatchObject([{ value: '$encrypted$', secret: true, consequence: 'ignored' }]);
    const { requested, values } = await provenance.of(admin, 'job', 402, ALL);
    expect(requested).toEqual({ extra_vars: { pin: '$encrypted$', other: '$encrypted$' } });
    expect(JSON.stringify(values)).not.toMatch(/passed on|ct-s/);
  });
});

describe('the provenance of lists', () => {
  it('has one entry per credential and label, whether a launch touched it or not', async () => {
    const target = jobTemplate({
      asks: { credentials: true, labels: true },
      credentials: [credential('ssh', 4), credential('aws', 5)],
      labels: [{ id: 1, name: 'own' }],
      instanceGroups: [{ id: 9, name: 'default' }],
    });
    const prompts = { credentials: [credential('ssh', 7), credential('aws', 5)], labels: [{ id: 2, name: 'new' }] };
    const composition = compose({ target, mode: 'manual', layers: [layer('launch', prompts)] });
    await created(launchedData('job', 402, { composition }));
    const { values } = await provenance.of(admin, 'job', 402, {
      ...ALL,
      fields: ['credentials', 'labels', 'instance_groups'],
    });
    const shown = values.map(({ field, key, value, rule }): readonly Json[] => [field, key, value, rule]);
    expect(shown).toEqual([
      ['credentials', 'Machine', { id: 7, name: 'shop-ssh' }, 'same_class_replaced'],
      ['labels', '2', { id: 2, name: 'new' }, 'added'],
      ['instance_groups', null, [{ id: 9, name: 'default' }], 'only_source'],
      ['credentials', null, { id: 5, name: 'shop-aws' }, 'only_source'],
      ['labels', '1', { id: 1, name: 'own' }, 'only_source'],
    ]);
  });

  it('has none beside a refused list', async () => {
    const target = jobTemplate({ credentials: [credential('ssh', 4)] });
    const composition = compose({
      target,
      mode: 'manual',
      layers: [layer('launch', { credentials: [credential('ssh', 7)] })],
    });
    await created(launchedData('job', 402, { composition }));
    expect(await entry(402, { fields: ['credentials'] })).toMatchObject({
      value: [{ id: 4 }],
      rejected: [{ code: 'not_prompted' }],
    });
  });
});

describe('what a started job was given besides', () => {
  it('wins over variables of the same name', async () => {
    const given = variables({ awx_job_id: 7 });
    const composition = compose({
      target: jobTemplate({ asks: { extra_vars: true } }),
      mode: 'manual',
      layers: [layer('launch', { variables: given })],
    });
    await created(launchedData('job', 402, { composition }));
    const started = { attempt: 'a', args: [], cwd: '/', env: {}, injected: { awx_job_id: 402, tower_job_id: 402 } };
    const commands = [
      { type: 'AdmitJob', attempt: 'a', instanceGroup: 1, node: 'n', impact: 1 },
      { type: 'RecordStart', data: started },
    ] as const;
    for (const command of commands) {
      await aggregates.handle({
        stream: 'job-402',
        decider: job,
        catalog: jobCatalog,
        command,
        context: context(command.type),
      });
    }
    const { values } = await provenance.of(admin, 'job', 402, { ...ALL, variables: ['awx_job_id'] });
    expect(values).toMatchObject([
      { field: 'extra_vars', value: 7 },
      {
        field: 'injected',
        key: 'awx_job_id',
        value: 402,
        winner: { source: 'injected' },
        shadowed: [{ source: 'launch', value: 7 }],
      },
    ]);
    expect(values[1]?.explanation).toBe(
      'Variable awx_job_id is 402: Cairn sets it at run time, over all other variables, and replaces 7 from the launch request.',
    );
  });
});
