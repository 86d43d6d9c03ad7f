import { writeContext } from '@application/resources';
import { job, jobCatalog, jobStream } from '@domain/job';
import { LaunchWorld } from '@testing/launches';

describe('launching from a project that was never checked out well', () => {
  let world: LaunchWorld;

  beforeAll(async () => {
    world = await LaunchWorld.open();
  });
  afterAll(() => world.close());

  const templateAfterFailedUpdate = async (project: object): Promise<number> => {
    const source = { scm_type: 'git', scm_url: 'https://example.org/x.git', organization: world.organization };
    const id = await world.make('project', { name: `project ${JSON.stringify(project)}`, ...source, ...project });
    const { project_update: update } = await world.updates.update(id, world.installation.caller());
    const { position } = await world.installation.runner.handle({
      ...{ stream: jobStream(Number(update)), decider: job, catalog: jobCatalog },
      command: { type: 'FailJob', explanation: 'no such branch', as: 'failed' },
      context: writeContext(world.installation.caller()),
    });
    await world.installation.caughtUp(position);
    return world.template({ project: id });
  };

  it('is refused', async () => {
    const template = await templateAfterFailedUpdate({});
    await expect(world.launch('job_template', template)).rejects.toMatchObject({
      body: { playbook: ['Missing a revision to run due to failed project update.'] },
    });
  });

  it('goes ahead when the launch brings another update', async () => {
    const template = await templateAfterFailedUpdate({ scm_update_on_launch: true });
    await expect(world.launch('job_template', template)).resolves.toMatchObject({ type: 'job' });
  });
});

describe('launching what lacks something', () => {
  let world: LaunchWorld;

  beforeAll(async () => {
    world = await LaunchWorld.open();
  });
  afterAll(() => world.close());

  it('tells all that is wrong at once', async () => {
    const template = await world.template({ inventory: null, ask_inventory_on_launch: true });
    await world.survey('job_template', template, [{ type: 'text', variable: 'release', required: true }]);
    await expect(world.launch('job_template', template, { extra_vars: '[1]' })).rejects.toMatchObject({
      body: {
        extra_vars: [expect.stringMatching(/^Cannot parse as JSON/)],
        resources_needed_to_start: ['Job Template inventory is missing or undefined.'],
      },
    });
    await expect(world.launch('job_template', template)).rejects.toMatchObject({
      body: {
        variables_needed_to_start: ["'release' value missing"],
        resources_needed_to_start: ['Job Template inventory is missing or undefined.'],
      },
    });
  });

  it('does not take more forks than allowed', async () => {
    const template = await world.template({ ask_forks_on_launch: true });
    await expect(world.launch('job_template', template, { forks: 201 })).rejects.toMatchObject({
      body: { forks: ['Maximum number of forks (200) exceeded.'] },
    });
  });
});
