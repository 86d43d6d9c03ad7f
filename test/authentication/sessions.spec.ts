import { Browser } from './browser.js';
import { LoginWorld } from './login-world.js';

describe('sessions', () => {
  let world: LoginWorld;
  let ann = 0;

  beforeAll(async () => {
    world = await LoginWorld.open();
    ann = await world.user('ann');
  });
  afterAll(() => world.close());

  const loggedIn = async (username = 'ann'): Promise<Browser> => {
    const browser = new Browser(world);
    await browser.logIn(username, world.password);
    return browser;
  };

  it('begin as real clients begin them', async () => {
    const browser = new Browser(world);
    expect((await browser.send('GET', '/api/')).headers.getSetCookie()).toEqual([
      expect.stringMatching(/^csrftoken=[\w-]{32}; Path=\/; SameSite=Lax; Max-Age=31449600$/),
    ]);
    const reply = await browser.logIn('ann', world.password);
    expect(reply.status).toBe(302);
    expect(reply.headers.get('location')).toBe('/api/');
    expect(reply.headers.get('x-api-session-cookie-name')).toBe('awx_sessionid');
    expect(reply.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^awx_sessionid=[\w-]{43}; Path=\/; SameSite=Lax; HttpOnly$/),
      expect.stringMatching(/^csrftoken=[\w-]{32}; Path=\/; SameSite=Lax; Max-Age=31449600$/),
    ]);
    const me = await browser.send('GET', '/api/v2/me/');
    expect(me.body).toMatchObject({ count: 1, results: [{ id: ann, username: 'ann' }] });
    expect(me.headers.get('x-api-product-version')).not.toBeNull();
    expect((await world.send('GET', `/api/v2/users/${ann}/`)).body['last_login']).not.toBeNull();
  });

  it('change things with the token that their cookie shows, and not without', async () => {
    const browser = await loggedIn();
    const change = () => browser.send('PATCH', `/api/v2/users/${ann}/`, { json: { first_name: 'Ann' } });
    expect((await change()).status).toBe(200);
    const token = browser.cookies.get('csrftoken') ?? '';
    browser.cookies.set('csrftoken', 'x'.repeat(32));
    expect(await change()).toMatchObject({
      status: 403,
      body: { detail: "CSRF Failed: CSRF token from the 'X-Csrftoken' HTTP header incorrect." },
    });
    browser.cookies.delete('csrftoken');
    expect(await change()).toMatchObject({ status: 403, body: { detail: 'CSRF Failed: CSRF cookie not set.' } });
    const cookie = `awx_sessionid=${browser.cookies.get('awx_sessionid') ?? ''}; csrftoken=${token}`;
    const bare = await world.send('PATCH', `/api/v2/users/${ann}/`, { as: { headers: { cookie } }, json: {} });
    expect(bare).toMatchObject({ status: 403, body: { detail: 'CSRF Failed: CSRF token missing.' } });
    const origin = { cookie, 'x-csrftoken': token, origin: 'https://elsewhere.example.org' };
    const foreign = await world.send('DELETE', `/api/v2/users/${ann}/`, { as: { headers: origin } });
    expect(foreign).toMatchObject({ status: 403, body: { detail: expect.stringMatching(/Origin checking failed/) } });
  });

  it('see and may do the same as passwords and tokens', async () => {
    const browser = await loggedIn();
    const { body } = await world.send('POST', '/api/v2/tokens/', { as: 'ann', json: { scope: 'write' } });
    const bearer = body['token'] as string;
    const asks: readonly (readonly [string, string])[] = [
      ...['me/', 'organizations/', 'users/', 'job_templates/', 'credentials/', 'settings/all/', `users/${ann}/`].map(
        (path) => ['GET', path] as const,
      ),
      ...(['organizations/', 'projects/', 'credentials/', 'hosts/'] as const).map((path) => ['POST', path] as const),
    ];
    for (const [method, path] of asks) {
      const more = method === 'POST' ? { json: { name: 'x' } } : {};
      const place = `/api/v2/${path}`;
      const byName = await world.send(method, place, { as: 'ann', ...more });
      const byToken = await world.send(method, place, { as: { bearer }, ...more });
      const bySession = await browser.send(method, place, more);
      expect([path, byToken.status, byToken.text]).toEqual([path, byName.status, byName.text]);
      expect([path, bySession.status, bySession.text]).toEqual([path, byName.status, byName.text]);
    }
  });

  it('do not stand in the way of a header, which no other site can make a browser send', async () => {
    const browser = await loggedIn();
    const authorization = `Basic ${Buffer.from(`admin:${world.password}`).toString('base64')}`;
    const cookie = `awx_sessionid=${browser.cookies.get('awx_sessionid') ?? ''}`;
    const as = { headers: { cookie, authorization } };
    const me = await world.send('GET', '/api/v2/me/', { as });
    expect(me.body).toMatchObject({ results: [{ username: 'admin' }] });
    expect((await world.send('POST', '/api/v2/tokens/', { as, json: {} })).status).toBe(201);
  });

  it('do not begin with a wrong password, and one that is there goes on', async () => {
    const browser = new Browser(world);
    const refusal = await browser.logIn('ann', 'wrong "password"');
    expect(refusal.status).toBe(401);
    expect(browser.cookies.has('awx_sessionid')).toBe(false);
    expect(refusal.text).toContain('Please enter a correct username and password.');
    expect(refusal.text).not.toContain('wrong');
    await browser.logIn('ann', world.password);
    expect((await browser.logIn('ann', 'wrong')).status).toBe(200);
    expect((await browser.send('GET', '/api/v2/me/')).status).toBe(200);
  });

  it('do not begin where another site posts the form', async () => {
    const form = { username: 'ann', password: world.password, next: '/api/' };
    const reply = await world.send('POST', '/api/login/', { as: '', form });
    expect(reply).toMatchObject({ status: 403, body: { detail: 'CSRF Failed: CSRF cookie not set.' } });
  });

  it('lead nobody away from this server', async () => {
    const browser = new Browser(world);
    for (const next of [
      'https://evil.example.org/',
      '//evil.example.org',
      '/\\evil.example.org',
      'javascript:x',
      '',
      '/a\r\nx: y',
    ])
      expect((await browser.logIn('ann', world.password, next)).headers.get('location')).toBe('/api/');
    const inside = '/api/o/authorize/?client_id=x&state=%20';
    expect((await browser.logIn('ann', world.password, inside)).headers.get('location')).toBe(inside);
  });

  it('show a form, whose values stay inside', async () => {
    const page = await world.send('GET', `/api/login/?next=${encodeURIComponent('/"><script>')}`, { as: '' });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.text).not.toContain('<script>');
    expect(page.text).toContain('name="csrfmiddlewaretoken" value="');
  });

  it('end with the logout, for ever', async () => {
    const browser = await loggedIn();
    const key = browser.cookies.get('awx_sessionid') ?? '';
    const reply = await browser.send('GET', '/api/logout/');
    expect(reply.status).toBe(302);
    expect(reply.headers.get('location')).toBe('/api/');
    expect(browser.cookies.has('awx_sessionid')).toBe(false);
    const replayed = await world.send('GET', '/api/v2/me/', { as: { headers: { cookie: `awx_sessionid=${key}` } } });
    expect(replayed.status).toBe(401);
    expect((await browser.send('POST', '/api/logout/')).status).toBe(302);
  });

  it('are new with each login', async () => {
    const browser = await loggedIn();
    const key = browser.cookies.get('awx_sessionid') ?? '';
    await browser.logIn('ann', world.password);
    expect(browser.cookies.get('awx_sessionid')).not.toBe(key);
    const replayed = await world.send('GET', '/api/v2/me/', { as: { headers: { cookie: `awx_sessionid=${key}` } } });
    expect(replayed.status).toBe(401);
  });

  it('end with a new password and with their user', async () => {
    const zoe = await world.user('zoe');
    const browser = await loggedIn('zoe');
    const path = `/api/v2/users/${zoe}/`;
    expect((await world.send('PATCH', path, { json: { last_name: 'Z' } })).status).toBe(200);
    expect((await browser.send('GET', '/api/v2/me/')).status).toBe(200);
    expect((await world.send('PATCH', path, { json: { password: 'Another-9-word' } })).status).toBe(200);
    expect((await browser.send('GET', '/api/v2/me/')).status).toBe(401);
    await browser.logIn('zoe', 'Another-9-word');
    expect((await browser.send('GET', '/api/v2/me/')).status).toBe(200);
    expect((await world.send('DELETE', path)).status).toBe(204);
    expect((await browser.send('GET', '/api/v2/me/')).status).toBe(401);
  });

  it('survive a restart, as tokens do', async () => {
    const browser = await loggedIn();
    const { body } = await world.send('POST', '/api/v2/tokens/', { as: 'ann', json: {} });
    await world.stop();
    await world.start();
    expect((await browser.send('GET', '/api/v2/me/')).status).toBe(200);
    expect((await world.send('GET', '/api/v2/me/', { as: { bearer: body['token'] as string } })).status).toBe(200);
  });

  it('let those in who need no login, and nobody else who has none that counts', async () => {
    const cookie = 'awx_sessionid=stale';
    expect((await world.send('GET', '/api/v2/', { as: { headers: { cookie } } })).status).toBe(200);
    expect((await world.send('GET', '/api/v2/me/', { as: { headers: { cookie } } })).status).toBe(401);
  });
});
