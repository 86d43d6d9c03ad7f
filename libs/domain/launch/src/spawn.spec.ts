import type { JsonObject } from '@domain/kernel';
import { credential, jobTemplate, layer, question, sealed, variables, workflowTemplate } from '@testing/launch';
import { inheritedFrom } from './artifacts.js';
import { compose } from './compose.js';
import { slicedRunLayer, type UngatedLayer, workflowRunLayer } from './layers.js';
import { shownVariables } from './record.js';
import { composeSpawn, type SpawnRequest } from './spawn.js';
import type { Composition, LaunchTarget, Source } from './types.js';

const RUN: Source = { source: 'workflow_job', ref: 'wfjob-401' };
const node = (over: Partial<UngatedLayer> = {}): UngatedLayer => ({
  source: { source: 'node', ref: 'wfjt-20', rev: 7, node: 31 },
  ...over,
});
const stats = (values: JsonObject, job = 402) => ({
  source: { source: 'artifact', ref: `job-${job}` } as const,
  values: variables(values),
});
const run = (target: LaunchTarget, over: Parameters<typeof layer>[1] = {}, from: 'launch' | 'schedule' = 'launch') =>
  workflowRunLayer(compose({ target, mode: 'manual', layers: [layer(from, over)] }), RUN);

const spawn = (over: Partial<SpawnRequest>): Composition =>
  composeSpawn({ target: jobTemplate(), node: node(), run: { source: RUN }, artifacts: [], ...over });

const effective = (made: Composition): JsonObject => shownVariables(made.effective.extra_vars);
const decisionOf = (made: Composition, key: string) =>
  made.decisions.find((decision) => decision.key === key || decision.field === key);

const deploy = jobTemplate({
  values: { limit: 'all' },
  asks: { limit: true },
  variables: variables({ env: 'jt', a: 'jt' }),
  survey: { questions: [question('env', { default: { v: 'dev' } })] },
});

describe('the worked example of the precedence rules', () => {
  const outer = workflowTemplate({
    values: { limit: 'web' },
    asks: { inventory: true },
    variables: variables({ channel: 'stable' }),
  });
  const around = run(outer, { prompts: { inventory: 5 } });
  const saved = node({ prompts: { limit: 'db' }, variables: variables({ env: 'node' }) });
  const artifacts = [stats({ env: 'stats', build: 17 })];

  it('chooses each value as written there', () => {
    const made = spawn({ target: deploy, node: saved, run: around, artifacts });
    expect(made.effective).toMatchObject({ limit: 'web', inventory: 3 });
    expect(effective(made)).toEqual({ env: 'stats', a: 'jt', build: 17, channel: 'stable' });
    expect(made.launchConfig).toEqual({
      limit: 'web',
      extra_vars: variables({ env: 'stats', build: 17, channel: 'stable' }),
    });
  });

  it('tells who supplied each value, who lost and what was refused', () => {
    const made = spawn({ target: deploy, node: saved, run: around, artifacts });
    expect(decisionOf(made, 'limit')).toEqual({
      field: 'limit',
      effective: { v: 'web' },
      winner: { ...RUN, gate: 'accepted:ask', origin: { source: 'template', ref: 'wfjt-20', rev: 7 } },
      rule: 'later_layer_wins',
      shadowed: [
        { source: 'node', ref: 'wfjt-20', rev: 7, node: 31, value: { v: 'db' } },
        { source: 'template', ref: 'jt-8', rev: 19, value: { v: 'all' } },
      ],
      rejected: [],
    });
    expect(decisionOf(made, 'inventory')).toMatchObject({
      effective: { v: 3 },
      winner: { source: 'template' },
      rejected: [{ ...RUN, value: { v: 5 }, code: 'not_prompted', origin: { source: 'launch' } }],
    });
    expect(decisionOf(made, 'channel')?.winner).toMatchObject({ gate: 'bypassed', origin: { source: 'template' } });
    expect(decisionOf(made, 'build')?.winner).toEqual({ source: 'artifact', ref: 'job-402', gate: 'bypassed' });
  });

  it('lets a variable of the workflow beat the artifact, but not on a workflow node', () => {
    const withEnv = run({ ...outer, variables: variables({ env: 'workflow' }) });
    expect(effective(spawn({ target: deploy, node: saved, run: withEnv, artifacts }))).toMatchObject({
      env: 'workflow',
    });
    const inner = workflowTemplate({ ref: { ref: 'wfjt-21', rev: 1, id: 21, name: 'Inner' }, survey: deploy.survey });
    expect(effective(spawn({ target: inner, node: saved, run: withEnv, artifacts }))).toEqual({
      env: 'stats',
      build: 17,
    });
  });
});

describe('the node of a workflow template', () => {
  const inner = workflowTemplate({ asks: { limit: true }, survey: { questions: [question('env')] } });
  const outer = workflowTemplate({
    variables: variables({ env: 'outer', channel: 'stable' }),
    values: { limit: 'web' },
  });

  it('passes the outer variables through its own rules', () => {
    const made = spawn({ target: inner, node: node({ variables: variables({ env: 'node' }) }), run: run(outer) });
    expect(effective(made)).toEqual({ env: 'outer' });
    expect(made.effective.limit).toBe('web');
    expect(decisionOf(made, 'channel')).toMatchObject({
      winner: null,
      rejected: [{ source: 'workflow_job', code: 'variables_not_allowed' }],
    });
    expect(decisionOf(made, 'env')).toMatchObject({ shadowed: [{ source: 'node' }], rule: 'later_layer_wins' });
  });

  it('does not start when it would run inside itself', () => {
    const made = spawn({
      target: inner,
      enclosing: [
        { id: 22, name: 'child' },
        { id: 20, name: 'Roll out' },
      ],
    });
    expect(made.startable).toEqual({
      ok: false,
      code: 'recursion',
      explanation:
        'Workflow Job spawned from workflow could not start because it would result in recursion ' +
        '(spawn order, most recent first: <Roll out-20>, <child-22>, <Roll out-20>)',
    });
    expect(spawn({ target: inner, enclosing: [{ id: 22, name: 'child' }] }).startable).toEqual({ ok: true });
  });
});

describe('other fields of a node', () => {
  it('are lost, both, when the workflow gives one too and the template does not ask', () => {
    const made = spawn({
      node: node({ prompts: { limit: 'db' } }),
      run: run(workflowTemplate({ values: { limit: 'web' } })),
    });
    expect(made.effective.limit).toBe('');
    expect(decisionOf(made, 'limit')).toMatchObject({
      shadowed: [{ source: 'node' }],
      rejected: [{ source: 'workflow_job', value: { v: 'web' } }],
    });
  });

  it('are erased by an empty value of the workflow', () => {
    const made = spawn({
      target: deploy,
      node: node({ prompts: { limit: 'db' } }),
      run: run(workflowTemplate({ values: { limit: '' } })),
    });
    expect(made.effective.limit).toBe('');
  });

  it('that a workflow cannot hold come from the node', () => {
    const target = jobTemplate({ asks: { verbosity: true } });
    expect(spawn({ target, node: node({ prompts: { verbosity: 3 } }) }).effective.verbosity).toBe(3);
  });

  it('labels of the workflow do not flow, those of the node do', () => {
    const label = (id: number) => ({ id, name: `l${id}` });
    const target = jobTemplate({ asks: { labels: true } });
    const made = spawn({ target, node: node({ labels: [label(1)] }), run: { source: RUN, labels: [label(2)] } });
    expect(made.effective.labels).toEqual([label(1)]);
  });

  it("are few variables for a system job, the node's own", () => {
    const made = spawn({
      target: { ...jobTemplate({ values: { job_type: 'cleanup_jobs' } }), kind: 'system_job_template' },
      node: node({ variables: variables({ days: 5, batch_size: 1, foo: 1 }), prompts: { limit: 'x' } }),
      run: run(workflowTemplate({ variables: variables({ days: 1, a: 1 }) })),
      artifacts: [stats({ dry_run: true })],
    });
    expect(effective(made)).toEqual({ days: 5, batch_size: 1 });
    expect(made).toMatchObject({ ignored: { limit: 'x' }, startable: { ok: true } });
    expect(decisionOf(made, 'foo')?.rejected).toEqual([expect.objectContaining({ code: 'variables_not_allowed' })]);
  });

  it('are none for a node of another kind, and no artifacts either', () => {
    const made = spawn({
      target: { ...jobTemplate(), kind: 'project' },
      node: node({ prompts: { limit: 'x' } }),
      run: run(workflowTemplate({ variables: variables({ a: 1 }) })),
      artifacts: [stats({ b: 2 })],
    });
    expect(made).toMatchObject({ decisions: [], errors: {}, effective: { extra_vars: {} }, startable: { ok: true } });
  });
});

describe('artifacts', () => {
  it('override in the order of the ancestors', () => {
    const made = spawn({ artifacts: [stats({ a: 1, b: 1 }, 1), stats({ b: 2 }, 2)] });
    expect(effective(made)).toEqual({ a: 1, b: 2 });
    expect(decisionOf(made, 'b')).toMatchObject({ winner: { ref: 'job-2' }, shadowed: [{ ref: 'job-1' }] });
  });

  it('of a hidden task are masked, and the mark is no variable', () => {
    const made = spawn({ artifacts: [stats({ a: 1 }, 1), stats({ b: 2, _ansible_no_log: true }, 2)] });
    expect(Object.keys(made.effective.extra_vars)).toEqual(['a', 'b']);
    expect(made.masks).toEqual(['a', 'b']);
    const shown = spawn({ artifacts: [stats({ b: 2, _ansible_no_log: false })] });
    expect(shown.masks).toEqual([]);
    expect(Object.keys(shown.effective.extra_vars)).toEqual(['b']);
  });

  it('are told apart by the job each came from', () => {
    const origins = { a: { node: 1, job: 400 }, b: { node: 2, job: 401 }, c: { node: 1, job: 400 } };
    expect(inheritedFrom({ a: 1, b: 2, c: 3, lost: 4 }, origins)).toEqual([
      { source: { source: 'artifact', ref: 'job-400', node: 1 }, values: variables({ a: 1, c: 3 }) },
      { source: { source: 'artifact', ref: 'job-401', node: 2 }, values: variables({ b: 2 }) },
      { source: { source: 'artifact' }, values: variables({ lost: 4 }) },
    ]);
  });
});

describe('a scheduled workflow', () => {
  const target = jobTemplate({
    variables: variables({ env: 'jt', a: 'jt' }),
    survey: { questions: [question('env', { required: true, default: { v: 'dev' } })] },
  });
  const outer = workflowTemplate({
    survey: { questions: [question('env', { required: true }), question('region')] },
  });
  const fired = run(outer, { variables: variables({ env: 'schedule', region: 'eu' }) }, 'schedule');
  const saved = node({ variables: variables({ env: 'node' }) });

  it('gives its answers to the job, whatever the job template asks for', () => {
    const made = spawn({ target, node: saved, run: fired });
    expect(Object.entries(effective(made))).toEqual([
      ['env', 'schedule'],
      ['a', 'jt'],
      ['region', 'eu'],
    ]);
    const schedule = { source: 'schedule', ref: 'schedule-12', rev: 4, gate: 'accepted:survey' };
    expect(decisionOf(made, 'env')).toEqual({
      field: 'extra_vars',
      key: 'env',
      effective: { v: 'schedule' },
      winner: { ...RUN, gate: 'bypassed', origin: schedule },
      rule: 'bypasses_gate',
      shadowed: [
        { source: 'node', ref: 'wfjt-20', rev: 7, node: 31, gate: 'accepted:survey', value: { v: 'node' } },
        { source: 'survey_default', ref: 'jt-8', rev: 19, value: { v: 'dev' } },
        { source: 'template', ref: 'jt-8', rev: 19, value: { v: 'jt' } },
      ],
      rejected: [],
    });
  });

  it('wins over artifacts too', () => {
    expect(effective(spawn({ target, node: saved, run: fired, artifacts: [stats({ env: 'stats' })] }))).toMatchObject({
      env: 'schedule',
    });
  });

  it('records a required answer that only the workflow gave, and starts', () => {
    const made = spawn({ target, run: fired });
    expect(decisionOf(made, 'env')).toMatchObject({
      effective: { v: 'schedule' },
      rejected: [{ source: 'node', value: null, code: 'answer_missing' }],
    });
    expect(made.startable).toEqual({ ok: true });
  });

  it('keeps passwords of both surveys sealed and masked', () => {
    const withSecrets = workflowTemplate({
      survey: {
        questions: [
          question('api_key', { type: 'password', required: true }),
          question('tok', { type: 'password', default: sealed('default') }),
        ],
      },
    });
    const job = jobTemplate({ survey: { questions: [question('db_pw', { type: 'password', required: true })] } });
    const made = spawn({
      target: job,
      node: node({ variables: { db_pw: sealed('db') } }),
      run: run(withSecrets, { variables: { api_key: sealed('api') } }, 'schedule'),
    });
    expect(Object.entries(made.effective.extra_vars)).toEqual([
      ['db_pw', sealed('db')],
      ['tok', sealed('default')],
      ['api_key', sealed('api')],
    ]);
    expect(made.masks).toEqual(['db_pw', 'api_key', 'tok']);
  });
});

describe('a slice', () => {
  const target = jobTemplate({
    values: { job_slice_count: 3 },
    asks: { limit: true, labels: true, credentials: true, job_slice_count: true },
    variables: variables({ a: 'jt' }),
  });

  it('gets what was prompted at the launch, labels and credentials included, and is not sliced again', () => {
    const label = { id: 2, name: 'nightly' };
    const aws = credential('aws', 9);
    const sliced = compose({
      target: { ...target, asks: { ...target.asks, extra_vars: true } },
      mode: 'manual',
      layers: [
        layer('launch', {
          prompts: { limit: 'web' },
          variables: variables({ b: 1 }),
          labels: [label],
          credentials: [aws],
        }),
      ],
    });
    expect(sliced.slices).toBe(3);
    const around = slicedRunLayer(sliced, RUN, { credentials: [aws], labels: [label] });
    const made = spawn({ target, run: around, isSlice: true });
    expect(made).toMatchObject({ slices: 1, effective: { limit: 'web', labels: [label], credentials: [{ id: 9 }] } });
    expect(effective(made)).toEqual({ a: 'jt', b: 1 });
    expect(decisionOf(made, 'b')?.winner).toMatchObject({ gate: 'bypassed', origin: { source: 'launch' } });
  });
});

describe('a job that cannot start', () => {
  const missing =
    'Job spawned from workflow could not start because it was missing a related resource such as project or inventory';
  const passwords = [credential('ssh', 4, { passwordsNeeded: ['ssh_password'] })];
  const ofSchedule = (target: LaunchTarget) => compose({ target, mode: 'schedule', layers: [] }).startable;

  it('for want of an inventory or a project', () => {
    const explained = { ok: false, code: 'missing_resource', explanation: missing };
    expect(spawn({ target: jobTemplate({ values: { inventory: null } }) }).startable).toEqual(explained);
    expect(spawn({ target: jobTemplate({ project: null }) }).startable).toEqual(explained);
    expect(ofSchedule(jobTemplate({ values: { inventory: null } }))).toMatchObject({
      explanation: 'Job could not start because it does not have a valid inventory.',
    });
    expect(ofSchedule(jobTemplate({ project: null }))).toMatchObject({
      explanation: 'Job could not start because it does not have a valid project.',
    });
  });

  it('for want of a typed password', () => {
    expect(spawn({ target: jobTemplate({ credentials: passwords }) }).startable).toEqual({
      ok: false,
      code: 'passwords_needed',
      explanation:
        'Job spawned from workflow could not start because it was not in the right state or required manual credentials',
    });
    expect(ofSchedule(jobTemplate({ credentials: passwords }))).toMatchObject({
      explanation: 'Scheduled job could not start because it was not in the right state or required manual credentials',
    });
    const typed = spawn({ target: jobTemplate({ credentials: passwords }), typedPasswords: ['ssh_password'] });
    expect(typed.startable).toEqual({ ok: true });
  });

  it('names the prompts that were refused', () => {
    const made = spawn({
      target: jobTemplate({ values: { inventory: null } }),
      node: node({ prompts: { inventory: 3 } }),
    });
    expect(made.startable).toMatchObject({
      explanation: `${missing}\nRejected prompts: inventory (Field is not configured to prompt on launch.)`,
    });
  });
});
