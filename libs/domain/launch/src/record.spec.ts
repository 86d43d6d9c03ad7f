import { credential, jobTemplate, layer, question, sealed, variables } from '@testing/launch';
import { compose } from './compose.js';
import { configLayer } from './layers.js';
import { rejectedPrompts, shownPrompts, shownVariables } from './record.js';

describe('what the record shows', () => {
  const closed = jobTemplate({ survey: { questions: [question('p', { type: 'password' })] } });
  const made = compose({
    target: closed,
    mode: 'manual',
    layers: [
      layer('workflow_job', {
        prompts: { limit: 'db' },
        variables: variables({ z: 1 }, { s: sealed('s') }),
        credentials: [credential('ssh', 7)],
        origins: { fields: { limit: { source: 'schedule', ref: 'schedule-12' } }, variables: {} },
      }),
    ],
  });

  it('ignored fields as they were sent: ids, secrets masked', () => {
    expect(shownPrompts(made.ignored)).toEqual({
      limit: 'db',
      credentials: [7],
      extra_vars: { z: 1, s: '$encrypted$' },
    });
  });

  it('one event for each refused prompt', () => {
    const rejected = rejectedPrompts(made, 'ignored');
    expect(rejected.map(({ field, key, value }) => [field, key, value])).toEqual([
      ['extra_vars', 'z', 1],
      ['extra_vars', 's', '$encrypted$'],
      ['limit', null, 'db'],
      ['credentials', null, [{ id: 7, name: 'shop-ssh' }]],
    ]);
    expect(rejected[2]).toEqual({
      field: 'limit',
      key: null,
      value: 'db',
      source: {
        source: 'workflow_job',
        ref: 'wfjob-401',
        gate: 'rejected',
        origin: { source: 'schedule', ref: 'schedule-12' },
      },
      code: 'not_prompted',
      message: 'Field is not configured to prompt on launch.',
      consequence: 'ignored',
    });
  });

  it('the refusal of a variable that is masked keeps its value to itself', () => {
    const passing = { variables: variables({ z: 1, y: 2 }), masks: ['z'] };
    const made = compose({ target: closed, mode: 'spawn', layers: [layer('workflow_job', passing)] });
    const rejected = rejectedPrompts(made, 'dropped');
    expect(rejected.map(({ key, value }) => [key, value])).toEqual([
      ['z', '$encrypted$'],
      ['y', 2],
    ]);
  });

  it('masks by name as well as by kind', () => {
    expect(shownVariables(variables({ a: 1, b: 2 }, { c: sealed('c') }), ['b'])).toEqual({
      a: 1,
      b: '$encrypted$',
      c: '$encrypted$',
    });
  });

  it('a recorded configuration applies again as it was', () => {
    const target = jobTemplate({ asks: { limit: true, extra_vars: true } });
    const prompts = { prompts: { limit: 'web' }, variables: variables({ a: 1 }) };
    const first = compose({ target, mode: 'manual', layers: [layer('launch', prompts)] });
    const again = compose({
      target,
      mode: 'relaunch',
      layers: [{ ...configLayer(first.launchConfig ?? {}, { source: 'relaunch', ref: 'job-1' }), gate: 'apply' }],
    });
    expect(again.effective).toEqual(first.effective);
    expect(again.launchConfig).toEqual(first.launchConfig);
  });

  it('a relaunch refuses answers that have become wrong and drops what is no longer asked for', () => {
    const target = jobTemplate({ survey: { questions: [question('n', { type: 'integer', required: true })] } });
    const again = (config: object) =>
      compose({
        target,
        mode: 'relaunch',
        layers: [{ ...configLayer(config, { source: 'relaunch', ref: 'job-1' }), gate: 'apply' }],
      });
    expect(again({ limit: 'web', extra_vars: variables({ n: 'x' }) }).errors).toEqual({
      variables_needed_to_start: ["Value x for 'n' expected to be an integer."],
    });
    expect(again({ limit: 'web', scm_branch: 'dev', extra_vars: variables({ n: 1, z: 2 }) })).toMatchObject({
      errors: {},
      ignored: { limit: 'web', scm_branch: 'dev', extra_vars: variables({ z: 2 }) },
    });
  });
});
