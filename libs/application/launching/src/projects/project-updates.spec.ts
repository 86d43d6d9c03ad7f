import type { ProcessManager } from '@application/processes';
import { LaunchWorld } from '@testing/launches';
import { projectCheckouts } from './checkouts.process.js';

describe('updates of projects', () => {
  let world: LaunchWorld;
  let checkouts: ProcessManager;

  beforeAll(async () => {
    world = await LaunchWorld.open();
    checkouts = projectCheckouts(world.updates, world.installation.store);
  });
  afterAll(() => world.close());

  const git = (name: string) =>
    world.make('project', {
      ...{ name, organization: world.organization, scm_type: 'git', scm_url: 'https://example.org/x.git' },
      scm_branch: 'main',
    });

  it('start for those with a source', async () => {
    const project = await git('site from git');
    const caller = world.installation.caller();
    expect(await world.updates.form(project, caller)).toEqual({ can_update: true });
    const { project_update: id } = await world.updates.update(project, caller);
    expect(await world.launched('project_update', Number(id))).toMatchObject({
      kind: 'project_update',
      name: 'site from git',
      template: { ref: `project-${project}` },
      launchType: 'manual',
      composition: null,
      fixed: {
        ...{ project, scm_type: 'git', scm_branch: 'main', job_type: 'check' },
        job_tags: 'update_git,install_roles,install_collections',
      },
    });
  });

  it('are refused for manual projects', async () => {
    const caller = world.installation.caller();
    expect(await world.updates.form(world.project, caller)).toEqual({ can_update: false });
    await expect(world.updates.update(world.project, caller)).rejects.toMatchObject({ kind: 'not-allowed' });
  });

  const updatesOf = async (project: number) =>
    (await world.installation.store.all('SELECT id FROM unified_job WHERE unified_job_template = ?', [project])).length;

  it('follow the creation of a project and a change of its source, once', async () => {
    const project = await git('watched');
    const [created] = await world.events(`project-${project}`);
    await checkouts.handle(created as never);
    await world.installation.caughtUp(await world.installation.log.head());
    await checkouts.handle(created as never);
    expect(await updatesOf(project)).toBe(1);
    const change = (body: object) =>
      world.installation.api.change(
        { kind: 'project', id: project },
        { body: body as never, whole: false },
        world.installation.caller(),
      );
    await change({ description: 'new' });
    await change({ scm_branch: 'dev' });
    for (const event of (await world.events(`project-${project}`)).slice(1)) await checkouts.handle(event);
    await world.installation.caughtUp(await world.installation.log.head());
    expect(await updatesOf(project)).toBe(2);
  });

  it('do not follow a manual project', async () => {
    const [created] = await world.events(`project-${world.project}`);
    await checkouts.handle(created as never);
    expect(await updatesOf(world.project)).toBe(0);
  });
});
