import type { JsonObject } from '@domain/kernel';
import { AccessWorld, idIn, pathOf } from './world.js';

let world: AccessWorld;
beforeAll(async () => {
  world = await AccessWorld.open();
  await world.user('auditor', { isSystemAuditor: true });
});
afterAll(() => world.close());

const historyOf = async (user: number, as: string): Promise<readonly JsonObject[]> => {
  const { body } = await world.api.send('GET', `event_history/?stream=refusals-${user}`, undefined, as);
  return (body['results'] ?? []) as readonly JsonObject[];
};

const idOf = async (name: string): Promise<number> => idIn((await world.api.send('GET', 'me/', undefined, name)).body);

describe('refusals that concern roles and credentials', () => {
  it('are in the history for auditors, each attempt once, with what was wanted and why not', async () => {
    const { own, api } = world;
    const ann = await world.user('ann');
    const credential = own['credential'] ?? 0;
    const template = own['job_template'] ?? 0;
    const role = await world.roleOf('credential', credential, 'use_role');
    for (let times = 0; times < 2; times += 1) {
      await api.send('GET', `credentials/${credential}/`, undefined, 'ann');
      await api.send('PATCH', `credentials/${credential}/`, { name: 'mine' }, 'ann');
      await api.send('POST', `job_templates/${template}/credentials/`, { id: credential }, 'ann');
      await api.send('POST', `users/${ann}/roles/`, { id: role }, 'ann');
    }
    await api.send('GET', `job_templates/${template}/`, undefined, 'ann');
    const told = (await historyOf(ann, 'auditor')).map(({ type, data }) => ({ type, ...(data as JsonObject) }));
    const no = { code: 'FORBIDDEN', answer: { detail: 'You do not have permission to perform this action.' } };
    expect(told).toMatchObject([
      { type: 'CredentialAccessRefused', credential, action: 'read', ...no },
      { type: 'CredentialAccessRefused', credential, action: 'change', ...no },
      { type: 'CredentialAttachmentRefused', credential, holder: { kind: 'job_template', id: template }, ...no },
      {
        type: 'RoleChangeRefused',
        role: { kind: 'credential', id: credential, role },
        to: { kind: 'user', id: ann },
        ...no,
      },
    ]);
  });

  it('are told to nobody else', async () => {
    const ann = await world.user('eve');
    const { status } = await world.api.send('GET', `event_history/?stream=refusals-${ann}`, undefined, 'eve');
    expect(status).toBe(403);
  });

  it('tell the rule of the endpoint that was broken, of superusers too', async () => {
    const { own, api } = world;
    const bob = await world.user('bob');
    const role = await world.roleOf('credential', own['credential'] ?? 0, 'use_role');
    await api.send('POST', `users/${bob}/roles/`, { id: role });
    const answer = { msg: expect.stringContaining('You cannot grant credential access') };
    expect(await historyOf(1, 'admin')).toMatchObject([{ type: 'RoleChangeRefused', data: { answer } }]);
  });
});

describe('every way to a role or a credential', () => {
  type Way = readonly [method: string, path: string, body: JsonObject, event: string, told: JsonObject];

  /** Names of things of the own organization stand in braces. */
  const filled = (text: string): string => text.replace(/\{(\w+)\}/g, (_, name: string) => String(world.own[name]));
  const sent = (body: JsonObject): JsonObject =>
    JSON.parse(filled(JSON.stringify(body)).replace(/"#(\d+)"/g, '$1')) as JsonObject;

  const CREDENTIAL = { id: '#{credential}' };
  const USED = 'CredentialAccessRefused';
  const ATTACHED = 'CredentialAttachmentRefused';
  const ROLE = 'RoleChangeRefused';

  it.each<Way>([
    ['DELETE', 'credentials/{credential}/', {}, USED, { action: 'delete' }],
    [
      'POST',
      'credentials/',
      { name: 'x', credential_type: 1, organization: '#{organization}' },
      USED,
      { credential: null, action: 'create' },
    ],
    [
      'POST',
      'organizations/{organization}/galaxy_credentials/',
      CREDENTIAL,
      ATTACHED,
      { holder: { kind: 'organization' } },
    ],
    ['POST', 'schedules/{schedule}/credentials/', CREDENTIAL, ATTACHED, { holder: { kind: 'schedule' } }],
    ['POST', 'job_templates/{job_template}/credentials/', { ...CREDENTIAL, disassociate: true }, ATTACHED, {}],
    ['POST', 'organizations/{organization}/users/', { id: '#{guest}' }, ROLE, { role: { field: 'member_role' } }],
    ['POST', 'organizations/{organization}/users/', { username: 'made', password: 'x' }, ROLE, { to: null }],
    ['POST', 'organizations/{organization}/admins/', { id: '#{guest}' }, ROLE, { role: { field: 'admin_role' } }],
    ['POST', 'teams/{team}/users/', { id: '#{guest}' }, ROLE, { role: { kind: 'team', field: 'member_role' } }],
    ['POST', 'teams/{team}/roles/', { id: '#{role}' }, ROLE, { to: { kind: 'team' }, change: 'grant' }],
    ['POST', 'roles/{role}/users/', { id: '#{guest}' }, ROLE, { to: { kind: 'user' } }],
    ['POST', 'roles/{role}/teams/', { id: '#{team}', disassociate: true }, ROLE, { change: 'revoke' }],
    [
      'PATCH',
      'users/{me}/',
      { is_superuser: true },
      ROLE,
      { role: { field: 'system_administrator' }, change: 'grant' },
    ],
    ['PATCH', 'users/{me}/', { is_system_auditor: true }, ROLE, { role: { field: 'system_auditor' } }],
    ['POST', 'users/', { username: 'y', password: 'x', is_superuser: true }, ROLE, { to: null }],
  ])('%s %s %j is refused and told', async (method, path, body, event, told) => {
    const name = world.name();
    const id = await world.user(name);
    const place = filled(path.replace('{me}', String(id)));
    const { status } = await world.api.send(method, place, sent(body), name);
    expect(status).toBe(403);
    expect(await historyOf(id, 'auditor')).toMatchObject([{ type: event, data: told }]);
  });

  it.each(['project', 'execution_environment', 'instance_group', 'job_template'])(
    'a %s that names a credential is refused to those who may not use it',
    async (kind) => {
      const name = world.name();
      const field = kind === 'job_template' ? 'webhook_credential' : 'credential';
      const guardian = kind === 'instance_group' ? kind : 'organization';
      await world.holder(name, guardian, world.own[guardian] ?? 0, 'admin_role');
      const foreign = world.other['credential'] ?? 0;
      const path = `${pathOf(kind)}/${world.own[kind]}/`;
      const { status } = await world.api.send('PATCH', path, { [field]: foreign }, name);
      expect(status).toBe(403);
      const told = { credential: foreign, action: 'use' };
      expect(await historyOf(await idOf(name), 'auditor')).toMatchObject([{ type: USED, data: told }]);
    },
  );

  it('leads past no record where somebody only asks', async () => {
    const name = world.name();
    const { job_template = 0, credential = 0 } = world.own;
    await world.holder(name, 'job_template', job_template, 'execute_role');
    const body = { credentials: [credential] };
    await world.api.send('POST', `job_templates/${job_template}/launch/?dry_run=true`, body, name);
    await world.api.send('GET', `job_templates/${job_template}/copy/`, undefined, name);
    expect(await historyOf(await idOf(name), 'auditor')).toEqual([]);
  });
});

describe('a change of rights', () => {
  it('is there for the next request', async () => {
    const { api, own } = world;
    const template = own['job_template'] ?? 0;
    const carol = await world.user('carol');
    const role = await world.roleOf('job_template', template, 'read_role');
    const status = async () => (await api.send('GET', `job_templates/${template}/`, undefined, 'carol')).status;
    expect(await status()).toBe(403);
    await world.expect(204, `users/${carol}/roles/`, { id: role });
    expect(await status()).toBe(200);
    await world.expect(204, `roles/${role}/users/`, { id: carol, disassociate: true });
    expect(await status()).toBe(403);
  });
});
