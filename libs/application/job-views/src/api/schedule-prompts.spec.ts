import type { Viewer } from '@domain/access';
import type { Composition, LaunchedData } from '@domain/launch';
import { launchedData, ref } from '@testing/builders';
import { JobInstallation } from '@testing/installation';

const ADMIN: Viewer = { id: 1, username: 'admin', isSuperuser: true, isSystemAuditor: false };

describe('what a schedule made from a job starts with', () => {
  let installation: JobInstallation;
  let things: { readonly inventory: number; readonly template: number; readonly label: number };

  beforeEach(async () => {
    installation = await JobInstallation.open();
    const { cairn } = installation;
    const { id: organization } = await cairn.make('organization', { name: 'Ops' });
    const { id: inventory } = await cairn.make('inventory', { name: 'Shop', organization });
    const { id: label } = await cairn.make('label', { name: 'nightly', organization });
    const { id: template } = await cairn.seed('job_template', { name: 'Deploy', inventory }, { playbook: 'a.yml' });
    things = { inventory, template, label };
  });
  afterEach(() => installation.close());

  const launched = async (config: Composition['launchConfig'], more: Partial<Composition> = {}): Promise<void> => {
    const effective = { inventory: things.inventory, credentials: [], labels: [], instance_groups: [], extra_vars: {} };
    const composition: Composition = {
      ...{
        template: { ...ref('jt', things.template), kind: 'job_template' },
        decisions: [],
        accepted: {},
        ignored: {},
      },
      ...{ effective, launchConfig: config, masks: ['pin'], errors: {}, startable: { ok: true }, passwordsNeeded: [] },
      ...{ slices: 1, ...more },
    };
    const data: LaunchedData = launchedData('job', 402, { template: ref('jt', things.template), composition });
    await installation.cairn.record('job-402', [{ type: 'TemplateLaunched', data }]);
  };
  const page = () => installation.jobs.schedulePrompts(402, ADMIN);

  it('is nothing for a job that was launched without prompts', async () => {
    await launched({});
    expect(await page()).toEqual({ can_schedule: true, prompts: {} });
  });

  it('is what was prompted, resources by their summaries, secrets masked', async () => {
    await launched({
      limit: 'web',
      inventory: things.inventory,
      labels: [{ id: things.label, name: 'nightly' }],
      extra_vars: { release: { v: '7.2' }, pin: { v: 1234 } },
    });
    expect(await page()).toMatchObject({
      can_schedule: true,
      prompts: {
        limit: 'web',
        inventory: { id: things.inventory, name: 'Shop', kind: '' },
        labels: { count: 1, results: [{ id: things.label, name: 'nightly' }] },
        extra_vars: { release: '7.2', pin: '$encrypted$' },
      },
    });
  });

  it('cannot be scheduled when passwords must be typed', async () => {
    await launched({}, { passwordsNeeded: ['ssh_password'] });
    expect(await page()).toEqual({ can_schedule: false, prompts: {} });
  });

  it('cannot be scheduled once the template has gone', async () => {
    await launched({});
    const { cairn } = installation;
    await cairn.api.remove({ kind: 'job_template', id: things.template }, cairn.caller());
    expect(await page()).toEqual({ can_schedule: false, prompts: {} });
  });

  it('cannot be scheduled once the inventory has gone, which is then no prompt any more', async () => {
    await launched({ limit: 'web', inventory: things.inventory });
    const { cairn } = installation;
    await cairn.api.remove({ kind: 'inventory', id: things.inventory }, cairn.caller());
    expect(await page()).toEqual({ can_schedule: false, prompts: { limit: 'web' } });
  });

  it('is unknown for a job that recorded none', async () => {
    await launched(null);
    expect(await page()).toEqual({
      can_schedule: false,
      prompts: { all: 'Unknown, job may have been run before launch configurations were saved.' },
    });
  });
});
