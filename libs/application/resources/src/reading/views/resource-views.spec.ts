import { launchedData, ref } from '@testing/builders';
import { Installation } from '@testing/installation';
import type { JsonObject } from '@domain/kernel';

const stats = (host: number, failures: number) => ({
  ...{ host, ok: 1, changed: 0, failures, dark: 0, skipped: 0, ignored: 0, rescued: 0, processed: 1 },
});

const ending = (status: 'successful' | 'failed') => ({
  type: status === 'successful' ? 'JobSucceeded' : 'JobFailed',
  data: { status, exitCode: 0, explanation: '', traceback: '', workflow: null, artifacts: null },
});

describe('views of resources', () => {
  let cairn: Installation;
  let organization: number;
  beforeEach(async () => {
    cairn = await Installation.open();
    ({ id: organization } = await cairn.make('organization', { name: 'Default' }));
  });
  afterEach(() => cairn.close());

  const template = async (more: JsonObject = {}) => {
    const { id: project } = await cairn.make('project', { name: 'P', organization, local_path: 'p' });
    const { id: inventory } = await cairn.make('inventory', { name: 'I', organization });
    const body = { name: 'JT', project, inventory, playbook: 'site.yml', ...more };
    return { project, inventory, ...(await cairn.make('job_template', body)) };
  };

  it('shows a template with what it names, and that it never ran', async () => {
    const { id, project, inventory } = await template({ extra_vars: '{"a":  1}' });
    const shown = await cairn.api.read({ kind: 'job_template', id }, cairn.caller());
    expect(shown).toMatchObject({
      ...{ project, inventory, organization, extra_vars: '{"a":  1}', status: 'never updated', last_job_run: null },
      related: { launch: `/api/v2/job_templates/${id}/launch/`, webhook_receiver: '' },
      summary_fields: {
        project: { id: project, name: 'P', description: '', status: 'ok', scm_type: '', allow_override: false },
        inventory: {
          id: inventory,
          total_hosts: 0,
          has_active_failures: false,
          organization_id: organization,
          kind: '',
        },
        labels: { count: 0, results: [] },
        ...{ recent_jobs: [], credentials: [] },
        object_roles: { execute_role: { name: 'Execute', description: 'May run the job template' } },
        user_capabilities: { edit: true, delete: true, start: true, schedule: true, copy: true },
      },
    });
    const { related, summary_fields } = shown as { related: JsonObject; summary_fields: JsonObject };
    for (const key of ['callback', 'last_job', 'execution_environment']) expect(related).not.toHaveProperty(key);
    for (const key of ['survey', 'last_job', 'current_job']) expect(summary_fields).not.toHaveProperty(key);
  });

  it.each([
    [true, 'asks for one'],
    [false, 'has none'],
  ])('lets start (%s) a template whose inventory is gone when it %s', async (isStartable) => {
    const { id, inventory } = await template({ ask_inventory_on_launch: isStartable });
    await cairn.api.remove({ kind: 'inventory', id: inventory }, cairn.caller());
    expect(await cairn.api.read({ kind: 'job_template', id }, cairn.caller())).toMatchObject({
      inventory: null,
      summary_fields: { user_capabilities: { start: isStartable, schedule: isStartable, copy: isStartable } },
    });
  });

  it('follows the jobs of a template: the one that runs, the last one, the newest ten', async () => {
    const { id } = await template();
    const launched = (job: number, slice = {}) => ({
      type: 'TemplateLaunched',
      data: launchedData('job', job, { template: ref('jt', id), fixed: slice }),
    });
    await cairn.record('job-41', [launched(41), { type: 'JobQueued', data: { passwords: [] } }, ending('failed')]);
    await cairn.record('job-42', [launched(42), { type: 'JobQueued', data: { passwords: [] } }]);
    expect(await cairn.api.read({ kind: 'job_template', id }, cairn.caller())).toMatchObject({
      ...{ status: 'pending', last_job_failed: true, last_job_run: expect.stringMatching(/^\d{4}-.*\.\d{6}Z$/) },
      related: { last_job: '/api/v2/jobs/41/', current_job: '/api/v2/jobs/42/' },
      summary_fields: {
        last_job: { id: 41, name: 'job 41', description: '', status: 'failed', failed: true },
        current_job: { id: 42, name: 'job 42', description: '', status: 'pending', failed: false },
        recent_jobs: [
          { id: 42, status: 'pending', finished: null, canceled_on: null, type: 'job' },
          { id: 41, status: 'failed', canceled_on: null, type: 'job' },
        ],
      },
    });
    for (let job = 50; job < 62; job += 1) await cairn.record(`job-${job}`, [launched(job)]);
    const { summary_fields } = await cairn.api.read({ kind: 'job_template', id }, cairn.caller());
    const recent = (summary_fields as JsonObject)['recent_jobs'] as readonly JsonObject[];
    expect(recent.map((job) => job['id'])).toEqual([61, 60, 59, 58, 57, 56, 55, 54, 53, 52]);
  });

  it('tells of a host in which groups it is and how its last job went', async () => {
    const { inventory, id: jt } = await template();
    const host = await cairn.make('host', { name: 'web1', inventory });
    const group = await cairn.make('group', { name: 'web', inventory });
    await cairn.api.relate({ kind: 'group', id: group.id, path: 'hosts' }, { id: host.id }, cairn.caller());
    await cairn.record('job-41', [
      { type: 'TemplateLaunched', data: launchedData('job', 41, { template: ref('jt', jt) }) },
      { type: 'HostStatsReported', data: { hosts: { web1: stats(host.id, 1) } } },
      ending('failed'),
    ]);
    expect(await cairn.api.read({ kind: 'host', id: host.id }, cairn.caller())).toMatchObject({
      ...{ has_active_failures: true, last_job: 41, last_job_host_summary: 1 },
      related: { last_job: '/api/v2/jobs/41/', last_job_host_summary: '/api/v2/job_host_summaries/1/' },
      summary_fields: {
        groups: { count: 1, results: [{ id: group.id, name: 'web' }] },
        last_job: { id: 41, status: 'failed', failed: true, job_template_id: jt, job_template_name: 'JT' },
        last_job_host_summary: { id: 1, failed: true },
        recent_jobs: [{ id: 41, name: 'JT', type: 'job', status: 'failed' }],
      },
    });
    expect(await cairn.api.read({ kind: 'inventory', id: inventory }, cairn.caller())).toMatchObject({
      ...{ total_hosts: 1, total_groups: 1, hosts_with_active_failures: 1, has_active_failures: true },
    });
    const failing = await cairn.api.list('inventory', 'has_active_failures=true&total_hosts__gt=0', cairn.caller());
    expect(failing).toMatchObject({ count: 1 });
  });

  it('masks the secrets of a credential and says whose it is', async () => {
    const type = await machineType();
    const inputs = { username: 'ann', password: 'hidden', become_password: 'ASK' };
    const { id } = await cairn.make('credential', { name: 'C', organization, credential_type: type, inputs });
    const shown = await cairn.api.read({ kind: 'credential', id }, cairn.caller());
    expect(shown).toMatchObject({
      inputs: { username: 'ann', password: '$encrypted$', become_password: 'ASK' },
      ...{ kind: null, cloud: true, kubernetes: false, managed: false },
      summary_fields: { owners: [{ id: organization, type: 'organization', name: 'Default', description: '' }] },
    });
    expect(shown).not.toHaveProperty('user');
    expect(JSON.stringify(await cairn.api.list('credential', '', cairn.caller()))).not.toContain('hidden');
    const ann = await cairn.make('user', { username: 'ann', password: 'x', first_name: 'Ann', last_name: 'Lee' });
    const own = await cairn.make('credential', { name: 'own', user: ann.id, credential_type: type, inputs: {} });
    expect(own).toMatchObject({ summary_fields: { owners: [{ type: 'user', name: 'ann', description: 'Ann Lee' }] } });
  });

  it('shows neither password nor hash of a user, and that nobody deletes himself', async () => {
    const admin = await cairn.api.read({ kind: 'user', id: 1 }, cairn.caller());
    expect(admin).toMatchObject({
      ...{ username: 'admin', password: '$encrypted$', modified: null, auth: [] },
      summary_fields: { user_capabilities: { edit: true, delete: false } },
    });
    expect(admin).not.toHaveProperty('related.created_by');
  });

  it('does not name whoever made it once he is gone', async () => {
    const ann = await cairn.user('ann');
    await cairn.giveRole(ann, { kind: 'organization', id: organization }, 'member_role');
    const label = await cairn.api.create('label', { name: 'l', organization }, cairn.caller(ann));
    expect(label).toMatchObject({ related: { created_by: `/api/v2/users/${ann.id}/` } });
    await cairn.api.remove({ kind: 'user', id: ann.id }, cairn.caller());
    const { related, summary_fields } = await cairn.api.read(
      { kind: 'label', id: Number(label['id']) },
      cairn.caller(),
    );
    expect([related, summary_fields]).toEqual([
      expect.not.objectContaining({ created_by: expect.anything() }),
      expect.not.objectContaining({ created_by: expect.anything() }),
    ]);
  });

  it('counts what an organization contains', async () => {
    await template();
    const team = await cairn.make('team', { name: 'T', organization });
    expect(team).toMatchObject({ related: { organization: `/api/v2/organizations/${organization}/` } });
    expect(await cairn.api.read({ kind: 'organization', id: organization }, cairn.caller())).toMatchObject({
      summary_fields: {
        related_field_counts: {
          inventories: 1,
          teams: 1,
          users: 0,
          job_templates: 1,
          admins: 0,
          projects: 1,
          hosts: 0,
        },
        object_roles: { admin_role: { user_only: true } },
      },
    });
  });

  it('reads a page in as many queries as one row', async () => {
    const { project, inventory } = await template({ host_config_key: 'k', webhook_service: 'github' });
    const queries = async (search: string) => {
      const before = cairn.queries();
      const { results } = await cairn.api.list('job_template', search, cairn.caller());
      return { rows: (results as readonly unknown[]).length, queries: cairn.queries() - before };
    };
    const one = await queries('');
    for (let n = 2; n <= 20; n += 1)
      await cairn.make('job_template', { name: `JT ${n}`, project, inventory, playbook: 'site.yml' });
    expect(await queries('')).toEqual({ rows: 20, queries: one.queries });
    expect(one.queries).toBeGreaterThan(8);
    expect(one.queries).toBeLessThan(20);
  });

  const machineType = async (): Promise<number> => {
    const fields: readonly JsonObject[] = [
      { id: 'username', label: 'Username' },
      { id: 'password', label: 'Password', secret: true },
      { id: 'become_password', label: 'Become', secret: true, ask_at_runtime: true },
    ];
    const set = { inputs: { fields }, kind: 'cloud', managed: true };
    const body = { name: 'Machine', kind: 'cloud' };
    return (await cairn.seed('credential_type', body, set)).id;
  };
});
