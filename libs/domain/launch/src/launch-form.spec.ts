import { credential, jobTemplate, question, variables, workflowTemplate } from '@testing/launch';
import { compose } from './compose.js';
import { callbackLayer } from './layers.js';
import type { LaunchTarget } from './types.js';
import { callbackNeedsInput, jobLaunchForm, workflowLaunchForm } from './launch-form.js';

const asksPassword = credential('vault', 9, { vaultId: 'prod', passwordsNeeded: ['vault_password.prod'] });
const required = { questions: [question('release', { required: true, default: { v: 'x' } }), question('o')] };

describe('the launch page of a job template', () => {
  it('shows what a person must give', () => {
    const form = jobLaunchForm(
      jobTemplate({
        asks: { credentials: true, job_tags: true },
        survey: required,
        credentials: [credential('ssh', 4), asksPassword],
        labels: [{ id: 6, name: 'nightly' }],
        fixed: { description: 'all shops' },
      }),
      '---\nregion: north',
    );
    expect(form).toMatchObject({
      can_start_without_user_input: false,
      passwords_needed_to_start: ['vault_password.prod'],
      ask_credential_on_launch: true,
      ask_tags_on_launch: true,
      ask_limit_on_launch: false,
      survey_enabled: true,
      variables_needed_to_start: ['release'],
      credential_needed_to_start: false,
      inventory_needed_to_start: false,
      job_template_data: { name: 'Deploy app', id: 8, description: 'all shops' },
      defaults: {
        extra_vars: '---\nregion: north',
        job_type: 'run',
        inventory: { name: 'Stores', id: 3 },
        execution_environment: {},
        instance_groups: [],
        labels: [{ id: 6, name: 'nightly' }],
        credentials: [
          { id: 4, name: 'shop-ssh', credential_type: 1, passwords_needed: [] },
          { id: 9, credential_type: 3, passwords_needed: ['vault_password.prod'], vault_id: 'prod' },
        ],
      },
    });
    expect(Object.keys(form).filter((key) => key.startsWith('ask_'))).toHaveLength(16);
  });

  it('can start alone when nothing is asked for; credentials and labels are then absent', () => {
    const form = jobLaunchForm(jobTemplate({ values: { inventory: null } }), '');
    expect(form).toMatchObject({ can_start_without_user_input: true, inventory_needed_to_start: true });
    expect(Object.keys(form['defaults'] as object)).toEqual(expect.not.arrayContaining(['credentials', 'labels']));
    expect(form).toMatchObject({ defaults: { inventory: { name: null, id: null } } });
  });
});

describe('the launch page of a workflow template', () => {
  it('can start alone unless a question is required', () => {
    const form = workflowLaunchForm(workflowTemplate({ asks: { limit: true } }), '');
    expect(form).toMatchObject({
      can_start_without_user_input: true,
      ask_limit_on_launch: true,
      defaults: { limit: null },
    });
    expect(Object.keys(form).filter((key) => key.startsWith('ask_'))).toHaveLength(7);
    expect(workflowLaunchForm(workflowTemplate({ survey: required }), '')).toMatchObject({
      can_start_without_user_input: false,
    });
  });
});

describe('a callback', () => {
  it.each([
    ['nothing asked', {}, null, false],
    ['a prompt, no variables received', { asks: { limit: true } }, null, true],
    ['a prompt, variables received', { asks: { limit: true } }, {}, false],
    ['a required question, no variables', { survey: required }, null, true],
    ['a required question, not among them', { survey: required }, {}, true],
    ['a required question, answered', { survey: required }, variables({ release: '7' }), false],
    ['a typed password', { credentials: [asksPassword] }, {}, true],
  ])('needs a person: %s', (_title, over, received, expected) => {
    expect(callbackNeedsInput(jobTemplate(over), received)).toBe(expected);
  });

  it('forces the limit and brings its variables whole or not at all', () => {
    const received = variables({ release: 7, ansible_user: 'root' });
    const called = (target: LaunchTarget) =>
      compose({ target, mode: 'callback', layers: [callbackLayer(target, 'web1', received)] });
    const open = called(jobTemplate({ asks: { extra_vars: true }, survey: required }));
    expect(open.effective).toMatchObject({ limit: 'web1', extra_vars: variables({ release: 7 }) });
    expect(open.launchConfig).toEqual({ limit: 'web1', extra_vars: variables({ release: 7 }) });
    expect(open.decisions.flatMap(({ rejected }) => rejected)).toEqual([]);
    expect(called(jobTemplate()).launchConfig).toEqual({ limit: 'web1' });
  });
});
