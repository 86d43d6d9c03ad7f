import { createHash, randomBytes } from 'node:crypto';
import type { JsonObject } from '@domain/kernel';
import { Browser } from './browser.js';
import { LoginWorld } from './login-world.js';

const BACK = 'https://portal.example.org/back?kept=1';
const AUTHORIZE = '/api/o/authorize/';

interface Client {
  readonly id: number;
  readonly client_id: string;
  readonly client_secret?: string;
}

describe('OAuth 2', () => {
  let world: LoginWorld;
  let organization = 0;
  let made = 0;

  beforeAll(async () => {
    world = await LoginWorld.open();
    await world.user('ann');
    const { body } = await world.send('GET', '/api/v2/organizations/?name=Default');
    organization = Number((body['results'] as readonly JsonObject[])[0]?.['id']);
  });
  afterAll(() => world.close());

  const client = async (more: JsonObject = {}): Promise<Client> => {
    made += 1;
    const json = {
      ...{ name: `app <${made}>`, organization, client_type: 'confidential' },
      ...{ authorization_grant_type: 'password', redirect_uris: BACK, ...more },
    };
    return (await world.send('POST', '/api/v2/applications/', { json })).body as unknown as Client;
  };
  const basic = ({ client_id, client_secret = '' }: Client) => ({
    headers: { authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}` },
  });
  const token = (form: Record<string, string>, as: Parameters<LoginWorld['send']>[2] = { as: '' }) =>
    world.send('POST', '/api/o/token/', { ...as, form });
  const me = async (bearer: unknown) =>
    (await world.send('GET', '/api/v2/me/', { as: { bearer: bearer as string } })).status;

  it('tells where its parts are', async () => {
    const { body } = await world.send('GET', '/api/o/', { as: '' });
    expect(body).toEqual({
      ...{ authorize: AUTHORIZE, token: '/api/o/token/', revoke_token: '/api/o/revoke_token/' },
    });
  });

  describe('with a password', () => {
    const right = (more: Record<string, string> = {}): Record<string, string> => ({
      ...{ grant_type: 'password', username: 'ann', password: world.password, ...more },
    });

    it('gives a token that works, and is seen as what it is', async () => {
      const app = await client();
      const reply = await token(right({ scope: 'read' }), { as: basic(app) });
      expect(reply).toMatchObject({ status: 200, body: { token_type: 'Bearer', scope: 'read' } });
      expect(reply.body['expires_in']).toBeGreaterThan(30_000_000_000);
      expect(reply.headers.get('cache-control')).toContain('no-store');
      const { access_token: bearer, refresh_token: refresh } = reply.body;
      expect(await me(bearer)).toBe(200);
      expect(await me(refresh)).toBe(401);
      const { body } = await world.send('GET', '/api/v2/users/ann/authorized_tokens/?order_by=-id&page_size=1');
      expect(body['results']).toMatchObject([{ application: app.id, scope: 'read', refresh_token: '************' }]);
    });

    it('takes the secret in the form, too, and gives everything that is not restricted', async () => {
      const { client_id, client_secret = '' } = await client();
      const reply = await token(right({ client_id, client_secret }));
      expect(reply).toMatchObject({ status: 200, body: { scope: 'read write' } });
    });

    it('needs no secret of those who could not keep it', async () => {
      const { client_id } = await client({ client_type: 'public' });
      expect((await token(right({ client_id }))).status).toBe(200);
    });

    it('refuses a wrong password, a wrong client and a wrong scope', async () => {
      const app = await client();
      const as = { as: basic(app) };
      const refused = async (form: Record<string, string>, who: Parameters<LoginWorld['send']>[2] = as) => {
        const { status, body } = await token(form, who);
        expect(body).not.toHaveProperty('access_token');
        return [status, body['error']];
      };
      expect(await refused(right({ password: 'wrong' }))).toEqual([400, 'invalid_grant']);
      expect(await refused(right({ username: 'nobody' }))).toEqual([400, 'invalid_grant']);
      expect(await refused(right({ scope: 'all' }))).toEqual([400, 'invalid_scope']);
      expect(await refused(right(), { as: basic({ ...app, client_secret: 'x' }) })).toEqual([401, 'invalid_client']);
      expect(await refused(right(), { as: basic({ ...app, client_secret: '' }) })).toEqual([401, 'invalid_client']);
      expect(await refused(right({ client_id: app.client_id }), { as: '' })).toEqual([401, 'invalid_client']);
      expect(await refused(right(), { as: '' })).toEqual([401, 'invalid_client']);
      expect(await refused({ grant_type: 'client_credentials' })).toEqual([400, 'unauthorized_client']);
      expect(await refused({ grant_type: 'wish' })).toEqual([400, 'unsupported_grant_type']);
      expect(await refused({ grant_type: 'authorization_code', code: 'x' })).toEqual([400, 'unauthorized_client']);
      expect(await refused({})).toEqual([400, 'invalid_request']);
      const json = await world.send('POST', '/api/o/token/', { ...as, json: right() });
      expect(json).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
      expect((await world.send('GET', '/api/o/token/', as)).status).toBe(405);
    });
  });

  describe('with a refresh token', () => {
    const first = async () => {
      const app = await client();
      const form = { grant_type: 'password', username: 'ann', password: world.password, scope: 'read write' };
      const { body } = await token(form, { as: basic(app) });
      return { app, as: { as: basic(app) }, good: body['access_token'], once: body['refresh_token'] };
    };
    const refresh = (refreshToken: unknown, as: object, more: Record<string, string> = {}) =>
      token({ grant_type: 'refresh_token', refresh_token: refreshToken as string, ...more }, as);

    it('gives a new token for the old one', async () => {
      const { as, good: old, once } = await first();
      const reply = await refresh(once, as, { scope: 'read' });
      expect(reply).toMatchObject({ status: 200, body: { scope: 'read' } });
      expect([await me(old), await me(reply.body['access_token'])]).toEqual([401, 200]);
    });

    it('gives no more than there was', async () => {
      const app = await client();
      const form = { grant_type: 'password', username: 'ann', password: world.password, scope: 'read' };
      const { body } = await token(form, { as: basic(app) });
      const reply = await refresh(body['refresh_token'], { as: basic(app) }, { scope: 'read write' });
      expect(reply).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
      expect((await refresh(body['refresh_token'], { as: basic(app) })).status).toBe(200);
    });

    it('takes everything back when one is used twice', async () => {
      const { as, once } = await first();
      const second = (await refresh(once, as)).body;
      const third = (await refresh(second['refresh_token'], as)).body;
      expect(await me(third['access_token'])).toBe(200);
      expect(await refresh(once, as)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
      expect(await me(third['access_token'])).toBe(401);
      expect((await refresh(third['refresh_token'], as)).status).toBe(400);
    });

    it('is for the application that has it', async () => {
      const { once: hers, good } = await first();
      const other = { as: basic(await client()) };
      expect(await refresh(hers, other)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
      expect(await me(good)).toBe(200);
    });

    it('lets go of tokens', async () => {
      const { app, as, good, once } = await first();
      const revoke = (form: Record<string, string>, who: object) =>
        world.send('POST', '/api/o/revoke_token/', { ...who, form });
      const other = await client();
      expect((await revoke({ token: good as string }, { as: basic(other) })).status).toBe(200);
      expect((await revoke({ token: good as string }, { as: '' })).status).toBe(401);
      expect((await revoke({}, as)).status).toBe(400);
      expect(await me(good)).toBe(200);
      const { client_id, client_secret = '' } = app;
      expect((await revoke({ token: once as string, client_id, client_secret }, { as: '' })).status).toBe(200);
      expect(await me(good)).toBe(401);
      expect((await revoke({ token: once as string }, as)).status).toBe(200);
    });
  });

  describe('with a code', () => {
    const verifier = randomBytes(32).toString('base64url');
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };

    const loggedIn = async (): Promise<Browser> => {
      const browser = new Browser(world);
      await browser.logIn('ann', world.password);
      return browser;
    };
    const codeClient = (more: JsonObject = {}) =>
      client({ authorization_grant_type: 'authorization-code', client_type: 'public', ...more });
    const asking = (app: Client, more: Record<string, string> = {}) =>
      new URLSearchParams({
        ...{ client_id: app.client_id, response_type: 'code', state: 's"<' },
        ...pkce,
        ...more,
      }).toString();
    const hiddenIn = (html: string): Record<string, string> =>
      Object.fromEntries(
        [...html.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
          name,
          value.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&'),
        ]),
      );
    const sentTo = (reply: { headers: Headers }) => new URL(reply.headers.get('location') ?? '');
    const agreed = async (app: Client, more: Record<string, string> = {}) => {
      const browser = await loggedIn();
      const page = await browser.send('GET', `${AUTHORIZE}?${asking(app, more)}`);
      const form = { ...hiddenIn(page.text), allow: 'Authorize' };
      return sentTo(await browser.send('POST', AUTHORIZE, { form })).searchParams.get('code') ?? '';
    };
    const redeem = (app: Client, code: string, more: Record<string, string> = {}) =>
      token({
        ...{ grant_type: 'authorization_code', client_id: app.client_id, code, redirect_uri: BACK },
        ...{ code_verifier: verifier, ...more },
      });

    it('asks the user, and sends him back with a code for a token', async () => {
      const app = await codeClient();
      const browser = await loggedIn();
      const page = await browser.send('GET', `${AUTHORIZE}?${asking(app, { scope: 'read' })}`);
      expect(page.status).toBe(200);
      expect(page.text).toContain('app &lt;');
      expect(page.text).not.toMatch(/app <|s"</);
      const reply = await browser.send('POST', AUTHORIZE, { form: { ...hiddenIn(page.text), allow: 'Authorize' } });
      expect(reply.status).toBe(302);
      const { origin, pathname, searchParams } = sentTo(reply);
      expect(`${origin}${pathname}`).toBe('https://portal.example.org/back');
      expect(Object.fromEntries(searchParams)).toEqual({ kept: '1', state: 's"<', code: expect.any(String) });
      const answer = await redeem(app, searchParams.get('code') ?? '');
      expect(answer).toMatchObject({ status: 200, body: { scope: 'read', refresh_token: expect.any(String) } });
      expect(await me(answer.body['access_token'])).toBe(200);
    });

    it('asks for a login first', async () => {
      const app = await codeClient();
      const browser = new Browser(world);
      const path = `${AUTHORIZE}?${asking(app)}`;
      const login = await browser.send('GET', path);
      expect(login.headers.get('location')).toBe(`/api/login/?next=${encodeURIComponent(path)}`);
      const form = await browser.send('GET', login.headers.get('location') ?? '');
      const { next = '' } = hiddenIn(form.text);
      expect((await browser.logIn('ann', world.password, next)).headers.get('location')).toBe(path);
      expect((await browser.send('GET', path)).status).toBe(200);
    });

    it('takes no for an answer', async () => {
      const browser = await loggedIn();
      const page = await browser.send('GET', `${AUTHORIZE}?${asking(await codeClient())}`);
      const reply = await browser.send('POST', AUTHORIZE, { form: hiddenIn(page.text) });
      expect(sentTo(reply).searchParams.get('error')).toBe('access_denied');
    });

    it('takes no answer from another site', async () => {
      const browser = await loggedIn();
      const page = await browser.send('GET', `${AUTHORIZE}?${asking(await codeClient())}`);
      const { csrfmiddlewaretoken: _token, ...form } = hiddenIn(page.text);
      const cookie = `awx_sessionid=${browser.cookies.get('awx_sessionid') ?? ''}; csrftoken=${'x'.repeat(32)}`;
      const as = { headers: { cookie, 'x-csrftoken': 'x'.repeat(32) } };
      const reply = await world.send('POST', AUTHORIZE, { as, form: { ...form, allow: 'Authorize' } });
      expect(reply.status).toBe(403);
      expect(reply.body['detail']).toMatch(/^CSRF Failed: /);
    });

    it('does not ask on behalf of those whom the organization trusts', async () => {
      const app = await codeClient({ skip_authorization: true });
      const browser = await loggedIn();
      const reply = await browser.send('GET', `${AUTHORIZE}?${asking(app)}`);
      expect((await redeem(app, sentTo(reply).searchParams.get('code') ?? '')).status).toBe(200);
    });

    it('takes back what came of a code, too, when the code comes again', async () => {
      const app = await codeClient();
      const code = await agreed(app);
      const first = (await redeem(app, code)).body['refresh_token'] as string;
      const form = { grant_type: 'refresh_token', client_id: app.client_id, refresh_token: first };
      const { body } = await token(form);
      expect(await me(body['access_token'])).toBe(200);
      expect((await redeem(app, code)).status).toBe(400);
      expect(await me(body['access_token'])).toBe(401);
    });

    it('gives one token for a code, and takes it back when the code comes again', async () => {
      const app = await codeClient();
      const code = await agreed(app);
      const { body } = await redeem(app, code);
      expect(await me(body['access_token'])).toBe(200);
      expect(await redeem(app, code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
      expect(await me(body['access_token'])).toBe(401);
    });

    it.each([
      ['another verifier', { code_verifier: 'x'.repeat(43) }],
      ['no verifier', { code_verifier: '' }],
      ['another address', { redirect_uri: 'https://portal.example.org/other' }],
      ['a code of chance', { code: 'x'.repeat(43) }],
    ])('gives nothing for %s', async (_what, more) => {
      const app = await codeClient();
      const reply = await redeem(app, await agreed(app), more);
      expect(reply.status).toBe(400);
      expect(reply.body).not.toHaveProperty('access_token');
    });

    it('gives nothing to another application', async () => {
      const code = await agreed(await codeClient());
      expect(await redeem(await codeClient(), code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    });

    it('wants the secret of those who have one, and then no challenge', async () => {
      const app = await codeClient({ client_type: 'confidential' });
      const browser = await loggedIn();
      const parameters = new URLSearchParams({ client_id: app.client_id, response_type: 'code' }).toString();
      const page = await browser.send('GET', `${AUTHORIZE}?${parameters}`);
      const form = { ...hiddenIn(page.text), allow: 'Authorize' };
      const code = sentTo(await browser.send('POST', AUTHORIZE, { form })).searchParams.get('code') ?? '';
      const given = { grant_type: 'authorization_code', code, redirect_uri: BACK };
      expect((await token({ ...given, client_id: app.client_id })).status).toBe(401);
      expect((await token(given, { as: basic(app) })).status).toBe(200);
    });

    it.each([
      [{ client_id: 'nobody' }],
      [{ redirect_uri: 'https://evil.example.org/' }],
      [{ redirect_uri: `${BACK}&more` }],
    ])('sends nobody anywhere with %j', async (more: Record<string, string>) => {
      const browser = await loggedIn();
      const reply = await browser.send('GET', `${AUTHORIZE}?${asking(await codeClient(), more)}`);
      expect(reply.status).toBe(400);
      expect(reply.headers.get('location')).toBeNull();
    });

    it.each([
      [{ response_type: 'token' }, 'unsupported_response_type'],
      [{ scope: 'all' }, 'invalid_scope'],
      [{ code_challenge_method: 'plain' }, 'invalid_request'],
      [{ code_challenge: 'short' }, 'invalid_request'],
    ])('tells the application with %j', async (more: Record<string, string>, error) => {
      const browser = await loggedIn();
      const reply = await browser.send('GET', `${AUTHORIZE}?${asking(await codeClient(), more)}`);
      expect(sentTo(reply).searchParams.get('error')).toBe(error);
      expect(sentTo(reply).searchParams.get('state')).toBe('s"<');
    });

    it('wants a challenge of those who have no secret, and codes only where they are meant', async () => {
      const browser = await loggedIn();
      const { client_id } = await codeClient();
      const bare = new URLSearchParams({ client_id, response_type: 'code' }).toString();
      expect(sentTo(await browser.send('GET', `${AUTHORIZE}?${bare}`)).searchParams.get('error')).toBe(
        'invalid_request',
      );
      const other = await browser.send('GET', `${AUTHORIZE}?${asking(await client())}`);
      expect(sentTo(other).searchParams.get('error')).toBe('unauthorized_client');
    });
  });
});
