import { Installation } from '@testing/installation';
import { LaunchTargets } from './launch-targets.js';

describe('LaunchTargets', () => {
  let installation: Installation;
  let targets: LaunchTargets;
  let inventory: number;
  let project: number;

  beforeAll(async () => {
    installation = await Installation.open();
    targets = new LaunchTargets(installation.runner, installation.store);
    const organization = (await installation.make('organization', { name: 'Ops' })).id;
    inventory = (await installation.make('inventory', { name: 'Stores', organization })).id;
    for (const name of ['a', 'b']) await installation.make('host', { name, inventory });
    project = (
      await installation.make('project', {
        name: 'site',
        organization,
        scm_type: 'git',
        scm_url: 'https://example.org/site.git',
        scm_branch: 'main',
        allow_override: true,
      })
    ).id;
  });
  afterAll(() => installation.close());

  const template = async (more: object = {}): Promise<number> => {
    const body = { name: `deploy ${JSON.stringify(more)}`, inventory, project, playbook: 'site.yml', ...more };
    return (await installation.make('job_template', body)).id;
  };

  it('reads a job template with all that its rules look at', async () => {
    const id = await template({ limit: 'web', extra_vars: 'a: 1', ask_limit_on_launch: true, become_enabled: true });
    const label = await installation.make('label', { name: 'night', organization: 1 });
    await installation.api.relate(
      { kind: 'job_template', id, path: 'labels' },
      { id: label.id },
      installation.caller(),
    );
    expect(await targets.jobTemplate(id)).toMatchObject({
      ref: { ref: `jt-${id}`, rev: 1, id },
      kind: 'job_template',
      values: { limit: 'web', inventory, job_type: 'run', job_slice_count: 1 },
      variables: { a: { v: 1 } },
      asks: { limit: true },
      survey: null,
      labels: [{ id: label.id, name: 'night' }],
      project: { ref: { id: project, name: 'site' }, branch: 'main', allowOverride: true },
      inventories: { [inventory]: { name: 'Stores' } },
      fixed: { playbook: 'site.yml', project, become_enabled: true, organization: 1 },
    });
  });

  it('counts hosts where their number matters', async () => {
    const sliced = await targets.jobTemplate(await template({ job_slice_count: 3 }));
    expect(sliced?.inventories[inventory]).toEqual({ name: 'Stores', hosts: 2, pendingDeletion: false });
  });

  it('adds the inventories that are offered, those that exist', async () => {
    const other = await installation.make('inventory', { name: 'Other', organization: 1 });
    const found = await targets.jobTemplate(await template({ limit: 'x' }), [other.id, 999]);
    expect(Object.keys(found?.inventories ?? {})).toEqual([String(inventory), String(other.id)]);
  });

  it('sees an inventory that is gone as none', async () => {
    const { id } = await installation.make('inventory', { name: 'Short-lived', organization: 1 });
    const using = await template({ inventory: id, ask_inventory_on_launch: true });
    await installation.resources.aggregates.handle(
      'inventory',
      id,
      { type: 'DeleteResource' },
      { commandId: 'gone', correlation: 'c', causation: 'c', actor: { kind: 'system', id: null, name: '' } },
    );
    expect((await targets.jobTemplate(using))?.values.inventory).toBeNull();
  });

  it('knows which passwords a credential wants typed', async () => {
    const machine = await installation.make('credential_type', { name: 'Machine', kind: 'cloud', inputs: {} });
    const { id } = await installation.make('credential', { name: 'ssh', organization: 1, credential_type: machine.id });
    expect(await targets.credentials([id, 999])).toEqual([
      { id, name: 'ssh', typeId: machine.id, typeName: 'Machine', kind: 'cloud', vaultId: '', passwordsNeeded: [] },
    ]);
  });

  it('parses and reads a template once per change of it', async () => {
    const id = await template({ extra_vars: '{"b": 2}' });
    const [first, second] = [await targets.jobTemplate(id), await targets.jobTemplate(id)];
    expect(second?.variables).toBe(first?.variables);
    await installation.api.change(
      { kind: 'job_template', id },
      { body: { extra_vars: '{"b": 3}' }, whole: false },
      installation.caller(),
    );
    expect((await targets.jobTemplate(id))?.variables).toEqual({ b: { v: 3 } });
  });

  it('takes projects as templates without prompts', async () => {
    expect(await targets.of('project', project)).toMatchObject({
      kind: 'project',
      values: {},
      fixed: { scm_type: 'git', scm_branch: 'main' },
    });
  });

  it.each(['job_template', 'workflow_job_template', 'project', 'system_job_template'])(
    'knows no %s that is not there',
    async (kind) => {
      expect(await targets.of(kind, 999)).toBeUndefined();
    },
  );
});
