import type { JsonObject } from '@domain/kernel';
import { textOf } from '../../apps/server/src/demo/api.js';
import { type Answer, CalledServer } from './called-server.js';

let server: CalledServer;
beforeAll(async () => {
  server = await CalledServer.open();
});
afterAll(() => server.close());

const NO_PERMISSION = { detail: 'You do not have permission to perform this action.' };
const NEEDS_INPUT = { msg: 'Cannot start automatically, user input required!' };

const refused = (status: number, body: JsonObject) => ({ status, body, location: undefined });
const started = { status: 201, body: undefined, location: expect.stringMatching(/^\/api\/v2\/jobs\/\d+\/$/) as string };

const survey = async (id: number): Promise<void> => {
  const question = { question_name: 'r', variable: 'role', type: 'text', required: true, default: 'd' };
  await server.api('POST', `job_templates/${id}/survey_spec`, { name: 's', description: '', spec: [question] });
};

const asking = async (credential: JsonObject): Promise<number> => {
  const id = await server.template();
  const inputs = await server.make('credentials', { organization: server.organization, ...credential });
  await server.api('POST', `job_templates/${id}/credentials`, { id: inputs });
  return id;
};

const variablesOf = async (id: number): Promise<JsonObject> => {
  const { cairn_noop: _, ...own } = JSON.parse(textOf((await server.job(id))['extra_vars'])) as JsonObject;
  return own;
};

type Case = readonly [rule: string, call: () => Promise<Answer>, answer: object];

describe('callbacks.md', () => {
  it.each<Case>([
    ['2.1/1 no key', async () => server.form(await server.template(), ''), refused(403, NO_PERMISSION)],
    ['2.1/1 no key, no template', () => server.form(999, ''), refused(403, NO_PERMISSION)],
    ['2.1/2 no template', () => server.form(999, 'k'), refused(404, { detail: 'Not found.' })],
    ['2.1/3 other key', async () => server.form(await server.template(), 'x'), refused(403, NO_PERMISSION)],
    [
      '2.1/3 template without a key',
      async () => server.form(await server.template({ host_config_key: '' }), 'k'),
      refused(403, NO_PERMISSION),
    ],
    [
      '2.1/6 no host',
      async () => server.form(await server.template({}, ['192.0.2.1']), 'k'),
      refused(400, { msg: 'No matching host could be found!' }),
    ],
    [
      '2.1/7 two hosts',
      async () => server.form(await server.template({}, ['127.0.0.1', '127.0.0.1']), 'k'),
      refused(400, { msg: 'Multiple hosts matched the request!' }),
    ],
    [
      '2.1/8 and 2.2 prompts, form',
      async () => server.form(await server.template({ ask_limit_on_launch: true }), 'k'),
      refused(400, NEEDS_INPUT),
    ],
    [
      '2.2 prompts, null',
      async () => {
        const id = await server.template({ ask_limit_on_launch: true });
        return server.json(id, { host_config_key: 'k', extra_vars: null });
      },
      refused(400, NEEDS_INPUT),
    ],
    ['2.1/11 form', async () => server.form(await server.template(), 'k'), started],
    ['2.1/11 JSON', async () => server.json(await server.template(), { host_config_key: 'k' }), started],
    [
      '2 content type of neither kind',
      async () => server.call(await server.template(), 'host_config_key=k', { type: 'text/plain' }),
      expect.objectContaining({ status: 415 }),
    ],
    [
      '2 no slash at the end, no redirect',
      async () => {
        const id = await server.template();
        return server.call(id, 'host_config_key=k', { path: `${id}/callback` });
      },
      started,
    ],
    [
      '2 extra variables of a form are none',
      async () => {
        const id = await server.template({ ask_variables_on_launch: true });
        return server.call(id, 'host_config_key=k&extra_vars={}');
      },
      refused(400, NEEDS_INPUT),
    ],
    [
      '2 a login that does not hold is as good as none',
      async () => {
        const headers = { authorization: `Basic ${Buffer.from('admin:wrong').toString('base64')}` };
        return server.call(await server.template(), 'host_config_key=k', { headers });
      },
      started,
    ],
    [
      '2 no superuser without the key',
      async () => server.api('POST', `job_templates/${await server.template()}/callback`, {}),
      refused(403, NO_PERMISSION),
    ],
    [
      '5 GET without a login',
      async () => server.call(await server.template(), '', { method: 'GET' }),
      expect.objectContaining({ status: 401 }),
    ],
    [
      '5 other methods',
      async () => server.api('PATCH', `job_templates/${await server.template()}/callback`, {}),
      expect.objectContaining({ status: 405 }),
    ],
    [
      '5 GET',
      async () => server.api('GET', `job_templates/${await server.template()}/callback`),
      { status: 200, body: { host_config_key: 'k', matching_hosts: ['node3'] }, location: undefined },
    ],
  ])('%s', async (_, call, answer) => expect(await call()).toEqual(answer));

  it('2.3 the job is nobody’s and limited to the host', async () => {
    const id = await server.template({ limit: 'all', job_slice_count: 3 });
    await server.form(id, 'k');
    expect(await server.job(id)).toMatchObject({
      ...{ launch_type: 'callback', limit: 'node3', launched_by: {}, job_slice_count: 1 },
    });
  });
});

describe('the examples of callbacks.md 6', () => {
  const EXTRA = { role: 'db', ansible_user: 'x' };

  it('ask_limit on, JSON with {}: the job runs with the variables of the template', async () => {
    const id = await server.template({ ask_limit_on_launch: true });
    expect(await server.json(id, { host_config_key: 'k', extra_vars: {} })).toEqual(started);
    expect(await variablesOf(id)).toEqual({});
  });

  it.each([
    [true, { role: 'db' }],
    [false, {}],
  ])('ask_variables %p: variables come to %p', async (asks, variables) => {
    const id = await server.template({ ask_variables_on_launch: asks });
    expect(await server.json(id, { host_config_key: 'k', extra_vars: EXTRA })).toEqual(started);
    expect(await variablesOf(id)).toEqual(variables);
  });

  it('a required question that is answered does not block, and its answer does not reach the job', async () => {
    const id = await server.template({ survey_enabled: true });
    await survey(id);
    expect(await server.form(id, 'k')).toEqual(refused(400, NEEDS_INPUT));
    expect(await server.json(id, { host_config_key: 'k', extra_vars: { role: 'db' } })).toEqual(started);
    expect(await variablesOf(id)).toEqual({ role: 'd' });
  });

  it('posted again while the first job is pending', async () => {
    const id = await server.template();
    expect(await server.form(id, 'k')).toEqual(started);
    expect(await server.form(id, 'k')).toEqual(refused(400, { msg: 'Host callback job already pending.' }));
  });

  it('a credential that asks for a password blocks whatever comes', async () => {
    const types = await server.api('GET', 'credential_types');
    const { results } = types.body as { readonly results: readonly JsonObject[] };
    const machine = results.find(({ kind }) => kind === 'ssh')?.['id'] ?? 0;
    const id = await asking({ credential_type: machine, inputs: { username: 'u', password: 'ASK' } });
    expect(await server.form(id, 'k')).toEqual(refused(400, NEEDS_INPUT));
    expect(await server.json(id, { host_config_key: 'k', extra_vars: {} })).toEqual(refused(400, NEEDS_INPUT));
  });
});

describe('the template', () => {
  const shown = async (id: number) => (await server.api('GET', `job_templates/${id}`)).body as JsonObject;
  const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const change = (id: number, body: JsonObject) => server.api('PATCH', `job_templates/${id}`, body);

  it('1 leads to the callback while it has a key', async () => {
    const id = await server.template({ host_config_key: '' });
    expect(await shown(id)).toMatchObject({ allow_callbacks: false });
    expect((await shown(id))['related']).not.toHaveProperty('callback');
    await change(id, { host_config_key: 'other' });
    expect(await shown(id)).toMatchObject({
      allow_callbacks: true,
      related: { callback: `/api/v2/job_templates/${id}/callback/` },
    });
  });

  it('makes a key when callbacks are allowed, keeps one that is there, and gives it up', async () => {
    const id = await server.template({ host_config_key: '' });
    expect((await change(id, { allow_callbacks: true })).body).toMatchObject({
      host_config_key: expect.stringMatching(UUID) as string,
    });
    const { host_config_key: key } = await shown(id);
    expect((await change(id, { allow_callbacks: true })).body).toMatchObject({ host_config_key: key });
    expect((await change(id, { allow_callbacks: true, host_config_key: '' })).body).toMatchObject({
      host_config_key: '',
    });
    await change(id, { allow_callbacks: 'true' });
    expect((await change(id, { allow_callbacks: false })).body).toMatchObject({ host_config_key: '' });
  });

  it('1 has no key without an inventory to look in', async () => {
    const body = { name: 'none', project: server.project, playbook: 'site.yml', ask_inventory_on_launch: true };
    for (const key of [{ host_config_key: 'k' }, { allow_callbacks: true }] as readonly JsonObject[]) {
      expect(await server.api('POST', 'job_templates', { ...body, ...key })).toEqual(
        refused(400, { host_config_key: ['Cannot enable provisioning callback without an inventory set.'] }),
      );
    }
  });

  it('gets a new key on request; the old one opens nothing any more', async () => {
    const id = await server.template();
    const { status, body } = await server.api('POST', `job_templates/${id}/generate_host_config_key`);
    expect([status, body]).toEqual([201, { host_config_key: expect.stringMatching(UUID) as string }]);
    expect(await server.form(id, 'k')).toEqual(refused(403, NO_PERMISSION));
    expect(await server.form(id, textOf((body as JsonObject)['host_config_key']))).toEqual(started);
  });
});
