import type { JsonObject } from '@domain/kernel';
import { LoginWorld } from './login-world.js';

const MASK = '************';
const FORBIDDEN = { detail: 'You do not have permission to perform this action.' };
const NO_LOGIN = {
  detail: 'Authentication credentials were not provided. To establish a login session, visit /api/login/.',
};

describe('personal access tokens', () => {
  let world: LoginWorld;
  let ann = 0;
  let bob = 0;

  beforeAll(async () => {
    world = await LoginWorld.open();
    ann = await world.user('ann');
    bob = await world.user('bob');
    await world.user('auditor', { is_system_auditor: true });
  });
  afterAll(() => world.close());

  const issue = async (as: string, json: JsonObject = {}) => {
    const { status, body } = await world.send('POST', '/api/v2/tokens/', { as, json });
    expect(status).toBe(201);
    return { id: Number(body['id']), bearer: body['token'] as string, body };
  };
  const status = async (...request: Parameters<LoginWorld['send']>) => (await world.send(...request)).status;

  it('are shown in clear once, and log their user in', async () => {
    const { id, bearer, body } = await issue('ann', { description: 'd', application: null, scope: 'write' });
    expect(body).toMatchObject({
      ...{ type: 'o_auth2_access_token', url: `/api/v2/tokens/${id}/`, user: ann, scope: 'write', description: 'd' },
      ...{ refresh_token: null, application: null, summary_fields: { user: { id: ann, username: 'ann' } } },
    });
    expect(Buffer.from(bearer, 'base64url').length).toBeGreaterThanOrEqual(30);
    const me = await world.send('GET', '/api/v2/me/', { as: { bearer } });
    expect(me.body).toMatchObject({ count: 1, results: [{ username: 'ann' }] });
    expect(me.headers.get('x-api-product-version')).not.toBeNull();
    const read = await world.send('GET', `/api/v2/tokens/${id}/`, { as: 'ann' });
    expect(read.body).toEqual({ ...body, token: MASK });
    const { body: list } = await world.send('GET', '/api/v2/tokens/', { as: 'ann' });
    expect(list['results']).toContainEqual({ ...body, token: MASK });
  });

  it('may write unless their scope is to read', async () => {
    const { bearer } = await issue('ann', { scope: 'read' });
    expect(await status('GET', '/api/v2/me/', { as: { bearer } })).toBe(200);
    expect(await status('OPTIONS', '/api/v2/users/', { as: { bearer } })).toBe(200);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const refusal = await world.send(method, `/api/v2/users/${ann}/`, { as: { bearer }, json: {} });
      expect(refusal).toMatchObject({ status: 403, body: FORBIDDEN });
    }
    const both = await issue('ann', { scope: 'read write' });
    const json = { first_name: 'Ann' };
    expect(await status('PATCH', `/api/v2/users/${ann}/`, { as: both, json })).toBe(200);
  });

  it.each(['', 'all', 'read read', 'read,write', 'Write'])('have no scope "%s"', async (scope) => {
    const { status, body } = await world.send('POST', '/api/v2/tokens/', { json: { scope } });
    const text = `Must be a simple space-separated string with allowed scopes ['read', 'write'].`;
    expect({ status, body }).toEqual({ status: 400, body: { scope: [text] } });
  });

  it('are made below the user, who may be named, and for nobody else', async () => {
    const made = await world.send('POST', '/api/v2/users/ann/personal_tokens/', { as: 'ann', json: { scope: 'read' } });
    expect(made).toMatchObject({ status: 201, body: { user: ann, scope: 'read', application: null } });
    const json = { scope: 'read' };
    expect(await status('POST', `/api/v2/users/${ann}/tokens/`, { json })).toBe(403);
    expect(await status('POST', `/api/v2/users/${ann}/personal_tokens/`, { as: 'bob', json })).toBe(403);
    expect(await status('POST', '/api/v2/users/999/personal_tokens/', { json })).toBe(404);
    const { body } = await world.send('POST', '/api/v2/tokens/', { json: { user: ann } });
    expect(body['user']).not.toBe(ann);
  });

  it('are changed by their user in what is his to change', async () => {
    const { id } = await issue('ann');
    const json = { description: 'new', scope: 'read', expires: '2000-01-01T00:00:00Z', user: bob, token: 'x' };
    const changed = await world.send('PATCH', `/api/v2/tokens/${id}/`, { as: 'ann', json });
    expect(changed).toMatchObject({ status: 200, body: { description: 'new', scope: 'read', user: ann, token: MASK } });
    const whole = await world.send('PUT', `/api/v2/tokens/${id}/`, { as: 'ann', json: {} });
    expect(whole.body).toMatchObject({ description: '', scope: 'write' });
    expect(await status('PATCH', `/api/v2/tokens/${id}/`, { as: 'ann', json: { scope: 'x' } })).toBe(400);
  });

  it('are worth nothing once they are deleted', async () => {
    const { id, bearer } = await issue('ann');
    const deleted = await world.send('DELETE', `/api/v2/tokens/${id}/`, { as: 'ann' });
    expect(deleted).toMatchObject({ status: 204, text: '' });
    const refusal = await world.send('GET', '/api/v2/me/', { as: { bearer } });
    expect(refusal).toMatchObject({ status: 401, body: NO_LOGIN });
    expect(refusal.headers.get('www-authenticate')).toBe('Bearer realm=api authorization_url=/api/o/authorize/');
    for (const method of ['GET', 'PATCH', 'DELETE'])
      expect(await status(method, `/api/v2/tokens/${id}/`, { as: 'ann' })).toBe(404);
  });

  it('can delete themselves', async () => {
    const { id, bearer } = await issue('ann');
    expect(await status('DELETE', `/api/v2/tokens/${id}/`, { as: { bearer } })).toBe(204);
    expect(await status('GET', '/api/v2/me/', { as: { bearer } })).toBe(401);
  });

  it('are seen by their user and by those who see everything', async () => {
    const { id } = await issue('ann');
    const seen = async (as: string) => {
      const { body } = await world.send('GET', `/api/v2/tokens/?id=${id}`, { as });
      return [body['count'], await status('GET', `/api/v2/tokens/${id}/`, { as })];
    };
    expect(await seen('ann')).toEqual([1, 200]);
    expect(await seen('admin')).toEqual([1, 200]);
    expect(await seen('auditor')).toEqual([1, 200]);
    expect(await seen('bob')).toEqual([0, 403]);
    for (const as of ['auditor', 'bob']) {
      expect(await status('DELETE', `/api/v2/tokens/${id}/`, { as })).toBe(403);
      expect(await status('PATCH', `/api/v2/tokens/${id}/`, { as, json: { scope: 'read' } })).toBe(403);
    }
    expect(await status('DELETE', `/api/v2/tokens/${id}/`)).toBe(204);
  });

  it('are listed below their user', async () => {
    const eve = await world.user('eve');
    const { id } = await issue('eve');
    const count = async (path: string) => (await world.send('GET', `/api/v2/users/${path}`)).body['count'];
    expect(await count(`${eve}/tokens/`)).toBe(1);
    expect(await count(`eve/personal_tokens/?id=${id}`)).toBe(1);
    expect(await count(`${eve}/authorized_tokens/`)).toBe(0);
    expect(await status('GET', `/api/v2/users/${eve}/tokens/`, { as: 'bob' })).toBe(403);
  });

  it('are filtered, searched and ordered, but not by their secret', async () => {
    const { id } = await issue('bob', { description: 'for the nightly run' });
    const ids = async (query: string) => {
      const { body } = await world.send('GET', `/api/v2/tokens/?${query}`);
      return (body['results'] as readonly JsonObject[]).map((token) => token['id']);
    };
    expect(await ids('user__username=bob&search=nightly')).toEqual([id]);
    expect(await ids('order_by=-id&page_size=1')).toEqual([id]);
    const refusal = await world.send('GET', '/api/v2/tokens/?token__startswith=a');
    expect(refusal).toMatchObject({ status: 403, body: { detail: 'Filtering on token is not allowed.' } });
  });

  it('go with their user', async () => {
    const zoe = await world.user('zoe');
    const { bearer } = await issue('zoe');
    expect(await status('DELETE', `/api/v2/users/${zoe}/`)).toBe(204);
    expect(await status('GET', '/api/v2/me/', { as: { bearer } })).toBe(401);
  });

  it('are described', async () => {
    const { body } = await world.send('OPTIONS', '/api/v2/tokens/', { as: 'ann' });
    expect(Object.keys((body['actions'] as JsonObject)['POST'] as JsonObject)).toContain('scope');
    const { id } = await issue('ann');
    const actions = async (as: string) =>
      Object.keys((await world.send('OPTIONS', `/api/v2/tokens/${id}/`, { as })).body['actions'] as JsonObject);
    expect(await actions('ann')).toEqual(['GET', 'PUT']);
    expect(await actions('bob')).toEqual(['GET']);
  });

  it.each(['Bearer', 'Bearer abcdef', 'Bearer a b', 'Token abc', 'Basic !!!', 'Basic Og=='])(
    'are not "%s"',
    async (authorization) => {
      const refusal = await world.send('GET', '/api/v2/me/', { as: { headers: { authorization } } });
      expect(refusal).toMatchObject({ status: 401, body: NO_LOGIN });
    },
  );

  it('are asked for where newer clients look first, and are not there', async () => {
    expect(await status('POST', '/api/gateway/v1/tokens/', { json: { description: '' } })).toBe(404);
  });
});
