import type { JsonObject } from '@domain/kernel';
import { jobTemplate, layer, question, sealed, variables, workflowTemplate } from '@testing/launch';
import { compose } from './compose.js';
import { shownVariables } from './record.js';
import type { ComposeRequest, Composition, LaunchTarget } from './types.js';

const launch = (target: LaunchTarget, given: JsonObject, over: Partial<ComposeRequest> = {}): Composition =>
  compose({ target, mode: 'manual', layers: [layer('launch', { variables: variables(given) })], ...over });

const withSurvey = (...questions: ReturnType<typeof question>[]): LaunchTarget =>
  jobTemplate({ survey: { questions }, variables: variables({ env: 'jt', a: 'jt' }) });

const effective = (made: Composition): JsonObject => shownVariables(made.effective.extra_vars);
const notAllowed = (names: string, template = 'Job Template') =>
  `Variables ${names} are not allowed on launch. Check the Prompt on Launch setting on the ${template} to include Extra Variables.`;

describe('variables', () => {
  it('merge by their top-level keys when the template asks for them', () => {
    const target = jobTemplate({ asks: { extra_vars: true }, variables: variables({ a: 1, b: { deep: 1 } }) });
    const made = launch(target, { b: { other: 2 }, c: [1] });
    expect(effective(made)).toEqual({ a: 1, b: { other: 2 }, c: [1] });
    expect(made.launchConfig).toEqual({ extra_vars: variables({ b: { other: 2 }, c: [1] }) });
  });

  it('are accepted even when equal to the template, if asked for', () => {
    const target = jobTemplate({ asks: { extra_vars: true }, variables: variables({ a: 1 }) });
    expect(launch(target, { a: 1 }).accepted).toEqual({ extra_vars: variables({ a: 1 }) });
  });

  it('that are not asked for are dropped in silence when equal to the template, else refused', () => {
    const made = launch(jobTemplate({ variables: variables({ a: 1 }) }), { a: 1, z: 2, y: 3 });
    expect(effective(made)).toEqual({ a: 1 });
    expect(made.ignored).toEqual({ extra_vars: variables({ z: 2, y: 3 }) });
    expect(made.accepted).toEqual({});
    expect(made.errors).toEqual({});
  });

  it('refuse a saved configuration under the name it uses', () => {
    expect(launch(jobTemplate(), { z: 1, y: 2 }, { mode: 'save-node' }).errors).toEqual({
      extra_data: [notAllowed('z, y')],
    });
    expect(launch(workflowTemplate(), { z: 1 }, { mode: 'save-schedule' }).errors).toEqual({
      extra_data: [notAllowed('z', 'Workflow Job Template')],
    });
  });

  it('that cannot be read are refused whole', () => {
    const made = compose({
      target: withSurvey(question('env', { required: true })),
      mode: 'manual',
      layers: [layer('launch', { variablesError: 'Cannot parse' })],
    });
    expect(made.errors).toEqual({ extra_vars: ['Cannot parse'] });
    expect(effective(made)).toEqual({ env: 'jt', a: 'jt' });
  });

  it('may have any name', () => {
    const odd = JSON.parse('{"__proto__": 1, "constructor": 2, "hasOwnProperty": 3}') as JsonObject;
    const made = launch(jobTemplate({ asks: { extra_vars: true } }), odd);
    expect(Object.keys(made.effective.extra_vars)).toEqual(['__proto__', 'constructor', 'hasOwnProperty']);
    expect(launch(jobTemplate(), odd).ignored.extra_vars).toHaveProperty(['__proto__'], { v: 1 });
  });

  it('always have a decision each, the template own ones too', () => {
    const made = launch(jobTemplate({ variables: variables({ a: 1 }) }), {});
    expect(made.decisions).toEqual([
      {
        field: 'extra_vars',
        key: 'a',
        effective: { v: 1 },
        winner: { source: 'template', ref: 'jt-8', rev: 19 },
        rule: 'only_source',
        shadowed: [],
        rejected: [],
      },
    ]);
  });
});

describe('survey answers', () => {
  it('are accepted without asking for variables; other names are not', () => {
    const made = launch(withSurvey(question('env')), { env: 'x', other: 1 });
    expect(made.accepted).toEqual({ extra_vars: variables({ env: 'x' }) });
    expect(made.ignored).toEqual({ extra_vars: variables({ other: 1 }) });
    expect(made.decisions[0]).toMatchObject({ key: 'env', winner: { gate: 'accepted:survey' } });
  });

  it('stand over defaults, which stand over the template', () => {
    const target = withSurvey(
      question('env', { default: { v: 'dev' } }),
      question('a', { min: 3, default: { v: 'x' } }),
    );
    expect(effective(launch(target, {}))).toEqual({ env: 'dev', a: 'jt' });
    expect(launch(target, {}).decisions[0]).toMatchObject({ rule: 'survey_default_over_template' });
    const answered = launch(target, { env: 'mine' });
    expect(effective(answered)).toEqual({ env: 'mine', a: 'jt' });
    expect(answered.decisions[0]?.shadowed).toMatchObject([{ source: 'survey_default' }, { source: 'template' }]);
  });

  it('are all judged, in the order of the questions, even where variables are free', () => {
    const questions = [question('t'), question('i', { type: 'integer', max: 5 }), question('r', { required: true })];
    const made = launch({ ...withSurvey(...questions), asks: { extra_vars: true } }, { i: 9, t: 5, free: 1 });
    expect(made.errors).toEqual({
      variables_needed_to_start: [
        "Value 5 for 't' expected to be a string.",
        "'i' value 9 is too large (must be no more than 5).",
        "'r' value missing",
      ],
    });
    expect(made.accepted).toEqual({ extra_vars: variables({ free: 1 }) });
  });

  it('are not given by variables of the template', () => {
    const made = launch(withSurvey(question('env', { required: true })), {});
    expect(made.errors).toEqual({ variables_needed_to_start: ["'env' value missing"] });
  });

  it('may be left to others when a node is saved, if the installation says so', () => {
    const target = withSurvey(question('env', { required: true }), question('n', { type: 'integer' }));
    const saved = (requireAnswers: boolean) => launch(target, { n: 'x' }, { mode: 'save-node', requireAnswers }).errors;
    expect(saved(false)).toEqual({ variables_needed_to_start: ["Value x for 'n' expected to be an integer."] });
    expect(saved(true)).toEqual({
      variables_needed_to_start: ["'env' value missing", "Value x for 'n' expected to be an integer."],
    });
  });

  it('that are missing at a spawn are recorded, and the job starts', () => {
    const made = launch(withSurvey(question('x', { required: true })), {}, { mode: 'schedule' });
    expect(made.startable).toEqual({ ok: true });
    expect(made.decisions.find(({ key }) => key === 'x')).toMatchObject({
      effective: null,
      winner: null,
      rejected: [{ source: 'launch', value: null, code: 'answer_missing', message: "'x' value missing" }],
    });
  });
});

describe('password answers', () => {
  const target = withSurvey(
    question('p', { type: 'password', min: 3 }),
    question('d', { type: 'password', default: sealed('default') }),
  );

  it('stay sealed everywhere, and every password question is masked for ever', () => {
    const made = compose({
      target,
      mode: 'manual',
      layers: [layer('launch', { variables: { p: sealed('p') }, revealed: { p: 'hunter2' } })],
    });
    expect(made.effective.extra_vars).toMatchObject({ p: sealed('p'), d: sealed('default') });
    expect(made.masks).toEqual(['p', 'd']);
    expect(JSON.stringify(made)).not.toContain('hunter2');
  });

  it('are judged by their clear text', () => {
    const made = compose({
      target,
      mode: 'manual',
      layers: [layer('launch', { variables: { p: sealed('p') }, revealed: { p: 'xy' } })],
    });
    expect(made.errors).toEqual({
      variables_needed_to_start: ["'p' value $encrypted$ is too small (length is 2 must be at least 3)."],
    });
    expect(JSON.stringify(made)).not.toContain('xy');
  });

  it('that are the mask leave the place to the default', () => {
    const made = launch(target, { d: '$encrypted$', p: '$encrypted$' });
    expect(made.effective.extra_vars).toEqual({ ...variables({ env: 'jt', a: 'jt' }), d: sealed('default') });
    expect(made.accepted).toEqual({});
  });

  it('that nobody sealed, being wrong, are masked in the record', () => {
    const made = launch(target, { p: 12345, d: '$encrypted$tail' }, { mode: 'spawn' });
    expect(made.ignored).toEqual({ extra_vars: variables({ p: '$encrypted$', d: '$encrypted$' }) });
    expect(JSON.stringify(made)).not.toMatch(/12345|tail/);
  });
});

describe('variables of a system job template', () => {
  const target: LaunchTarget = {
    ...jobTemplate({ values: { job_type: 'cleanup_jobs' } }),
    kind: 'system_job_template',
  };

  it('are a few known ones; the rest is ignored', () => {
    const made = launch(target, { days: '5', dry_run: true, foo: 1 });
    expect(made.accepted).toEqual({ extra_vars: variables({ days: '5', dry_run: true }) });
    expect(made.ignored).toEqual({ extra_vars: variables({ foo: 1 }) });
    expect(made.errors).toEqual({});
  });

  it.each([[true], [null], [1.5], [-1], ['abc'], ['5.0']])('refuse %j days', (days) => {
    expect(launch(target, { days }).errors).toEqual({ extra_vars: ['days must be a positive integer.'] });
  });

  it('are told when a configuration is saved', () => {
    expect(launch(target, { foo: 1, bar: 2 }, { mode: 'save-schedule' }).errors).toEqual({
      extra_data: ['Variables foo, bar are not allowed for system jobs.'],
    });
  });

  it('are none for a project', () => {
    expect(launch({ ...target, kind: 'project' }, { a: 1 }, { mode: 'save-node' }).errors).toEqual({
      extra_data: ['Field is not allowed on launch.'],
    });
  });
});
