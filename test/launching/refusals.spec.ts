import { jsonText, type JsonObject } from '@domain/kernel';
import { LaunchingApi } from './launching-api.js';

let api: LaunchingApi;
beforeAll(async () => {
  api = await LaunchingApi.open();
});
afterAll(() => api.close());

const refusals = async (stream: string) => (await api.world.events(`launchlog-${stream}`)).map(({ data }) => data);

describe('a refused launch', () => {
  it('is written down with what was asked for and answered, and uses up no id', async () => {
    const id = await api.world.template({ ask_limit_on_launch: true });
    await api.world.survey('job_template', id, [
      { type: 'text', variable: 'release', required: true },
      { type: 'password', variable: 'key' },
    ]);
    const before = await api.launch(`job_templates/${await api.world.template()}/`);
    const body = { limit: 'web', extra_vars: { key: 'hunter2' }, credential_passwords: { ssh_password: 'hunter3' } };
    expect(await api.post(`job_templates/${id}/launch/`, body)).toMatchObject({ status: 400 });
    const [event] = await api.world.events(`launchlog-jt-${id}`);
    expect(event?.meta.actor).toEqual({ kind: 'user', id: 1, name: 'admin' });
    expect(event?.data).toEqual({
      what: 'launch',
      template: { ref: `jt-${id}`, id, name: expect.any(String) as string },
      job: null,
      requested: { limit: 'web', extra_vars: { key: '$encrypted$' } },
      status: 400,
      code: 'VALIDATION_FAILED',
      errors: { variables_needed_to_start: ["'release' value missing"] },
    });
    expect(JSON.stringify(event)).not.toMatch(/hunter/);
    expect(await api.launch(`job_templates/${await api.world.template()}/`)).toBe(before + 1);
  });

  it.each<[string, JsonObject, JsonObject]>([
    ['a body of wrong types', { limit: null, verbosity: 9 }, { verbosity: ['"9" is not a valid choice.'] }],
    ['ids that do not exist', { labels: [999] }, { labels: ['Invalid pk "999" - object does not exist.'] }],
    ['an object for a list', { credentials: { a: 1 } }, { credentials: 'Cannot use dictionary for credentials' }],
    [
      'variables that cannot be read, unquoted',
      { extra_vars: 'key: [hunter2' },
      { extra_vars: ['Refused; the text is not kept.'] },
    ],
  ])('is written down for %s', async (_what, body, errors) => {
    const id = await api.world.template({ ask_labels_on_launch: true, ask_variables_on_launch: true });
    expect(await api.post(`job_templates/${id}/launch/`, body)).toMatchObject({ status: 400 });
    const [data] = await refusals(`jt-${id}`);
    expect(data).toMatchObject({ status: 400, errors });
    expect(JSON.stringify(data)).not.toMatch(/hunter/);
  });

  it('stays small, however much was sent', async () => {
    const id = await api.world.template();
    const body = {
      job_type: 'x'.repeat(100_000),
      extra_vars: Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`v${i}`, i])),
    };
    expect(await api.post(`job_templates/${id}/launch/`, body)).toMatchObject({ status: 400 });
    const [data = {}] = await refusals(`jt-${id}`);
    expect(jsonText(data as JsonObject).length).toBeLessThan(10_000);
  });

  it('is written down for those who may not launch, of workflows too', async () => {
    const nobody = await api.world.installation.user('nobody');
    const id = await api.world.workflow();
    expect(await api.post(`workflow_job_templates/${id}/launch/`, { limit: 'web' }, nobody)).toMatchObject({
      status: 403,
    });
    const [event] = await api.world.events(`launchlog-wfjt-${id}`);
    expect(event?.meta.actor).toMatchObject({ name: 'nobody' });
    expect(event?.meta.authz).toEqual({ rule: 'workflow_job_template.execute_role' });
    expect(event?.data).toMatchObject({ status: 403, requested: { limit: 'web' } });
  });

  it('is not written down where nothing was asked of a template', async () => {
    const before = await api.head();
    expect(await api.post('job_templates/9999/launch/')).toMatchObject({ status: 404 });
    expect(await api.head()).toBe(before);
  });
});

describe('a refused relaunch', () => {
  it('is written down beside the template, with the job', async () => {
    const template = await api.world.template();
    const id = await api.launch(`job_templates/${template}/`);
    const before = await api.launch(`job_templates/${await api.world.template()}/`);
    const nobody = await api.world.installation.user('none');
    await api.post(`jobs/${id}/relaunch/`, { hosts: 'failed', ssh_password: 'hunter2' }, nobody);
    await api.post(`jobs/${id}/relaunch/`, { hosts: 'failed' });
    const data = await refusals(`jt-${template}`);
    expect(data).toMatchObject([
      { what: 'relaunch', job: { ref: `job-${id}`, id }, requested: { hosts: 'failed' }, status: 403 },
      { what: 'relaunch', status: 400, errors: { hosts: 'Wait until job finishes before retrying on failed hosts.' } },
    ]);
    expect(JSON.stringify(data)).not.toMatch(/hunter/);
    expect(await api.launch(`job_templates/${await api.world.template()}/`)).toBe(before + 1);
  });
});
