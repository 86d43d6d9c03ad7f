import type { JsonObject } from '@domain/kernel';
import { LaunchWorld, type NodeDraft } from '@testing/launches';

describe('launch pages', () => {
  let world: LaunchWorld;

  beforeAll(async () => {
    world = await LaunchWorld.open();
  });
  afterAll(() => world.close());

  it('tell of a job template what it asks for and what it has', async () => {
    const environment = await world.make('execution_environment', { name: 'ee', image: 'registry.example.org/ee:1' });
    const id = await world.template({
      ...{ name: 'Deploy', extra_vars: '---\na: 1', ask_limit_on_launch: true, execution_environment: environment },
    });
    expect(await world.forms.form('job_template', id, world.installation.caller())).toMatchObject({
      can_start_without_user_input: false,
      ask_limit_on_launch: true,
      ask_credential_on_launch: false,
      job_template_data: { name: 'Deploy', id, description: '' },
      defaults: {
        extra_vars: '---\na: 1',
        inventory: { name: 'Stores', id: world.inventory },
        execution_environment: { id: environment, name: 'ee' },
      },
    });
  });

  it('warn of nodes whose template is gone or would refuse their prompts', async () => {
    const [open, gone] = [await world.template({ ask_limit_on_launch: true }), await world.template()];
    const node = (identifier: string, id: number, prompts: JsonObject = {}): NodeDraft => ({
      identifier,
      template: { id, kind: 'job_template' },
      prompts,
    });
    const nodes = [node('fine', open), node('refused', open, { verbosity: 3 }), node('gone', gone)];
    const workflow = await world.workflow({}, [...nodes, { identifier: 'empty', template: null }]);
    await world.installation.api.remove({ kind: 'job_template', id: gone }, world.installation.caller());
    const form = await world.forms.form('workflow_job_template', workflow, world.installation.caller());
    expect(form).toMatchObject({ node_templates_missing: [3, 4], node_prompts_rejected: [2] });
  });

  it('are for those who may read the template; OPTIONS tells what may be sent to those who may launch it', async () => {
    const id = await world.template();
    const bob = world.installation.caller(await world.installation.user('bob'));
    await expect(world.forms.form('job_template', id, bob)).rejects.toMatchObject({ kind: 'forbidden' });
    expect(await world.forms.describe('job_template', id, bob)).not.toHaveProperty('actions.POST');
    expect(await world.forms.describe('job_template', id, world.installation.caller())).toMatchObject({
      actions: { POST: { forks: { type: 'integer', min_value: 0 }, credentials: { type: 'list_of_ids' } } },
      types: ['job_template'],
    });
    await expect(world.forms.describe('job_template', 999, bob)).rejects.toMatchObject({ kind: 'missing' });
  });
});
