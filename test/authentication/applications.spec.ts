import type { JsonObject } from '@domain/kernel';
import { LoginWorld } from './login-world.js';

const MASK = '************';

describe('applications', () => {
  let world: LoginWorld;
  let organization = 0;
  let made = 0;

  beforeAll(async () => {
    world = await LoginWorld.open();
    organization = await make('organizations/', { name: 'Shop' });
    for (const username of ['boss', 'member', 'auditor', 'outsider']) await world.user(username);
    const join = async (list: string, username: string) => {
      const { body } = await world.send('GET', `/api/v2/users/?username=${username}`);
      const [user] = body['results'] as readonly JsonObject[];
      await world.send('POST', `/api/v2/organizations/${organization}/${list}/`, { json: { id: user?.['id'] ?? 0 } });
    };
    await join('admins', 'boss');
    await join('users', 'member');
    const { body } = await world.send(
      'GET',
      `/api/v2/organizations/${organization}/object_roles/?role_field=auditor_role`,
    );
    const [role] = body['results'] as readonly JsonObject[];
    const auditor = await world.send('GET', '/api/v2/users/auditor/');
    const json = { id: role?.['id'] ?? 0 };
    await world.send('POST', `/api/v2/users/${Number(auditor.body['id'])}/roles/`, { json });
  });
  afterAll(() => world.close());

  const make = async (path: string, json: JsonObject): Promise<number> =>
    Number((await world.send('POST', `/api/v2/${path}`, { json })).body['id']);

  const application = (more: JsonObject = {}): JsonObject => {
    made += 1;
    return {
      ...{ name: `app ${made}`, organization, client_type: 'confidential' },
      ...{ authorization_grant_type: 'password', redirect_uris: '', ...more },
    };
  };
  const create = (more: JsonObject = {}, as = 'admin') =>
    world.send('POST', '/api/v2/applications/', { as, json: application(more) });
  const status = async (...request: Parameters<LoginWorld['send']>) => (await world.send(...request)).status;

  it('show their secret once', async () => {
    const { status: code, body } = await create({ description: 'd', skip_authorization: true });
    expect(code).toBe(201);
    const id = Number(body['id']);
    expect(body).toMatchObject({
      ...{
        type: 'o_auth2_application',
        url: `/api/v2/applications/${id}/`,
        description: 'd',
        skip_authorization: true,
      },
      related: { organization: `/api/v2/organizations/${organization}/`, tokens: `/api/v2/applications/${id}/tokens/` },
      summary_fields: {
        ...{ organization: { id: organization, name: 'Shop' }, user_capabilities: { edit: true, delete: true } },
        tokens: { count: 0, results: [] },
      },
    });
    expect(String(body['client_secret'] as string).length).toBeGreaterThanOrEqual(40);
    expect(String(body['client_id'] as string).length).toBeGreaterThanOrEqual(40);
    const read = await world.send('GET', `/api/v2/applications/${id}/`);
    expect(read.body).toEqual({ ...body, client_secret: MASK });
    const patched = await world.send('PATCH', `/api/v2/applications/${id}/`, { json: { description: 'e' } });
    expect(patched.body).toMatchObject({ client_secret: MASK, client_id: body['client_id'] });
  });

  it('have none when they could not keep it', async () => {
    const { body } = await create({ client_type: 'public' });
    expect(body).not.toHaveProperty('client_secret');
    const path = `/api/v2/applications/${Number(body['id'])}/`;
    const confidential = await world.send('PATCH', path, { json: { client_type: 'confidential' } });
    expect(confidential.body['client_secret']).toMatch(/^[\w-]{43}$/);
    expect((await world.send('GET', path)).body['client_secret']).toBe(MASK);
  });

  it('keep their way of getting tokens, and nobody chooses their names and secrets', async () => {
    const { body } = await create({ client_id: 'mine', client_secret: 'mine' });
    expect([body['client_id'], body['client_secret']]).not.toContain('mine');
    const json = {
      authorization_grant_type: 'authorization-code',
      client_id: 'x',
      redirect_uris: 'https://a.example.org/',
    };
    const changed = await world.send('PATCH', `/api/v2/applications/${Number(body['id'])}/`, { json });
    expect(changed.body).toMatchObject({ authorization_grant_type: 'password', client_id: body['client_id'] });
  });

  it.each([
    [{ organization: null }, { organization: ['This field may not be null.'] }],
    [{ client_type: 'secret' }, { client_type: ['"secret" is not a valid choice.'] }],
    [{ authorization_grant_type: 'implicit' }, { authorization_grant_type: ['"implicit" is not a valid choice.'] }],
    [
      { authorization_grant_type: 'authorization-code' },
      { __all__: ['redirect_uris cannot be empty with grant_type authorization-code'] },
    ],
    [{ redirect_uris: 'nowhere' }, { __all__: ['Enter a valid URL.'] }],
    [{ redirect_uris: 'javascript:alert(1)' }, { __all__: ['Unauthorized redirect scheme: javascript'] }],
    [{ redirect_uris: 'https://a.example.org/#x' }, { __all__: ['Redirect URIs must not contain fragments'] }],
  ])('are refused with %j', async (more, body) => {
    expect(await create(more)).toMatchObject({ status: 400, body });
  });

  it('need what they need, and a name of their own in their organization', async () => {
    const { body } = await world.send('POST', '/api/v2/applications/', { json: {} });
    expect(body).toEqual(
      Object.fromEntries(
        ['client_type', 'authorization_grant_type', 'organization'].map((name) => [name, ['This field is required.']]),
      ),
    );
    await create({ name: 'taken' });
    expect(await create({ name: 'taken' })).toMatchObject({
      status: 400,
      body: { __all__: ['Application with this Name and Organization already exists.'] },
    });
  });

  it('belong to their organization: administrators write, members read', async () => {
    const { status: code, body } = await create({ name: 'theirs' }, 'boss');
    expect(code).toBe(201);
    const path = `/api/v2/applications/${Number(body['id'])}/`;
    const seen = async (as: string) => [
      await status('GET', path, { as }),
      (await world.send('GET', '/api/v2/applications/?name=theirs', { as })).body['count'],
      await status('PATCH', path, { as, json: { description: as } }),
    ];
    expect(await seen('boss')).toEqual([200, 1, 200]);
    expect(await seen('member')).toEqual([200, 1, 403]);
    expect(await seen('outsider')).toEqual([403, 0, 403]);
    expect((await create({}, 'member')).status).toBe(403);
    expect(await status('DELETE', path, { as: 'member' })).toBe(403);
    expect(await status('DELETE', path, { as: 'boss' })).toBe(204);
  });

  it('are listed, filtered and made below their organization', async () => {
    const path = `/api/v2/organizations/${organization}/applications/`;
    const { organization: _there, ...json } = application({ name: 'below' });
    const { status: code, body } = await world.send('POST', path, { as: 'boss', json });
    expect(code).toBe(201);
    expect(body['client_secret']).toMatch(/^[\w-]{43}$/);
    const { body: list } = await world.send('GET', `${path}?name__startswith=bel&organization__name=Shop`);
    expect(list).toMatchObject({ count: 1, results: [{ id: body['id'], client_secret: MASK }] });
    expect(await status('GET', '/api/v2/applications/?client_secret__startswith=a')).toBe(403);
    expect(await status('GET', '/api/v2/applications/below++Shop/')).toBe(200);
  });

  it('have tokens, which their organization manages', async () => {
    const { body } = await create();
    const id = Number(body['id']);
    const path = `/api/v2/applications/${id}/tokens/`;
    const token = await world.send('POST', path, { as: 'member', json: { scope: 'read' } });
    expect(token).toMatchObject({ status: 201, body: { application: id, scope: 'read' } });
    expect(token.body['refresh_token']).toMatch(/^[\w-]{43}$/);
    const own = `/api/v2/tokens/${Number(token.body['id'])}/`;
    const shown = { token: MASK, refresh_token: MASK, summary_fields: { application: { id } } };
    expect((await world.send('GET', own, { as: 'member' })).body).toMatchObject(shown);
    expect((await world.send('GET', `${path}?application__name=${body['name'] as string}`)).body['count']).toBe(1);
    expect((await world.send('GET', `/api/v2/applications/${id}/`)).body).toMatchObject({
      summary_fields: { tokens: { count: 1, results: [{ token: MASK, scope: 'read' }] } },
    });
    expect((await world.send('GET', '/api/v2/users/member/authorized_tokens/')).body['count']).toBe(1);
    expect(await status('POST', path, { as: 'outsider', json: {} })).toBe(403);
    expect(await status('POST', '/api/v2/tokens/', { as: 'outsider', json: { application: id } })).toBe(403);
    const unknown = await world.send('POST', '/api/v2/tokens/', { json: { application: 999 } });
    expect(unknown).toMatchObject({
      status: 400,
      body: { application: ['Invalid pk "999" - object does not exist.'] },
    });
    for (const as of ['boss', 'auditor']) expect(await status('GET', own, { as })).toBe(200);
    expect(await status('GET', own, { as: 'outsider' })).toBe(403);
    expect(await status('DELETE', own, { as: 'auditor' })).toBe(403);
    expect(await status('DELETE', own, { as: 'boss' })).toBe(204);
  });

  it('take their tokens along', async () => {
    const { body } = await create();
    const path = `/api/v2/applications/${Number(body['id'])}/`;
    const token = await world.send('POST', `${path}tokens/`, { as: 'member', json: {} });
    const as = { bearer: token.body['token'] as string };
    expect(await status('GET', '/api/v2/me/', { as })).toBe(200);
    expect(await status('DELETE', path)).toBe(204);
    expect(await status('GET', '/api/v2/me/', { as })).toBe(401);
  });

  it('go with their organization, and their tokens with them', async () => {
    const gone = await make('organizations/', { name: 'Gone' });
    const { body } = await create({ organization: gone });
    const token = await world.send('POST', `/api/v2/applications/${Number(body['id'])}/tokens/`, { json: {} });
    expect(await status('DELETE', `/api/v2/organizations/${gone}/`)).toBe(204);
    expect(await status('GET', '/api/v2/me/', { as: { bearer: token.body['token'] as string } })).toBe(401);
  });

  it('are described', async () => {
    const { body } = await world.send('OPTIONS', '/api/v2/applications/');
    const { GET, POST } = body['actions'] as Readonly<Record<string, JsonObject>>;
    expect(Object.keys(GET ?? {})).toContain('client_secret');
    expect(Object.keys(POST ?? {})).toEqual(expect.arrayContaining(['name', 'client_type', 'redirect_uris']));
    expect(POST).not.toHaveProperty('client_secret');
  });
});
