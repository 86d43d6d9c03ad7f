import { createHash } from 'node:crypto';
import type { JsonObject } from '@domain/kernel';
import { Browser } from './browser.js';
import { LoginWorld } from './login-world.js';

const WRONG = 'A-wrong-9-password';
const BACK = 'https://portal.example.org/back';

describe('what lets somebody in', () => {
  let world: LoginWorld;
  const secrets: string[] = [];
  const histories: string[] = [];

  const keep = (...found: readonly unknown[]): void => {
    for (const secret of found) {
      if (typeof secret !== 'string' || secret.length < 10) throw new Error('that is no secret');
      secrets.push(secret);
    }
  };

  beforeAll(async () => {
    world = await LoginWorld.open();
    await world.user('ann');
    keep(world.password, WRONG);
    const token = await world.send('POST', '/api/v2/tokens/', { as: 'ann', json: {} });
    keep(token.body['token']);
    const browser = new Browser(world);
    await browser.logIn('ann', WRONG);
    await browser.logIn('ann', world.password);
    keep(browser.cookies.get('awx_sessionid'), browser.cookies.get('csrftoken'));
    const app = await application({ authorization_grant_type: 'authorization-code', client_type: 'confidential' });
    const { client_id, client_secret } = app as Readonly<Record<string, string>>;
    keep(client_secret);
    const query = new URLSearchParams({ client_id: client_id ?? '', response_type: 'code' });
    const sent = await browser.send('GET', `/api/o/authorize/?${query.toString()}`);
    const code = new URL(sent.headers.get('location') ?? '').searchParams.get('code') ?? '';
    keep(code);
    const client = { client_id: client_id ?? '', client_secret: client_secret ?? '' };
    const grant = async (form: Record<string, string>) => {
      const { body } = await world.send('POST', '/api/o/token/', { as: '', form: { ...client, ...form } });
      keep(body['access_token'], body['refresh_token']);
      return body['refresh_token'] as string;
    };
    const refresh = await grant({ grant_type: 'authorization_code', code, redirect_uri: BACK });
    await grant({ grant_type: 'refresh_token', refresh_token: refresh });
    await browser.send('GET', '/api/logout/');
    let next: string | null = '/api/v2/event_history/?page_size=200';
    while (next !== null) {
      const page: { text: string; body: JsonObject } = await world.send('GET', next);
      histories.push(page.text);
      next = (page.body['next'] ?? null) as string | null;
    }
  });
  afterAll(() => world.close());

  const application = async (more: JsonObject): Promise<JsonObject> => {
    const { body } = await world.send('GET', '/api/v2/organizations/?name=Default');
    const organization = (body['results'] as readonly JsonObject[])[0]?.['id'] ?? 0;
    const json = { name: 'portal', organization, redirect_uris: BACK, skip_authorization: true, ...more };
    return (await world.send('POST', '/api/v2/applications/', { json })).body;
  };

  it('is kept nowhere, and said nowhere', () => {
    const kept = world.kept();
    expect(secrets.length).toBeGreaterThanOrEqual(11);
    expect(secrets.filter((secret) => kept.includes(secret))).toEqual([]);
  });

  it('is in no history, and its hashes are in none either', () => {
    const told = histories.join('\n');
    for (const type of ['TokenIssued', 'SessionOpened', 'SessionClosed', 'AuthorizationRedeemed', 'ApplicationCreated'])
      expect(told).toContain(`"${type}"`);
    const hashes = secrets.map((secret) => createHash('sha256').update(secret).digest('hex'));
    expect([...secrets, ...hashes].filter((secret) => told.includes(secret))).toEqual([]);
    expect(told).not.toContain('$argon2');
  });

  it('is held off when it is guessed: for this account, quickly answered, written down once', async () => {
    await world.user('zoe');
    const guess = (number: number) => {
      const authorization = `Basic ${Buffer.from(`zoe:guess ${number}`).toString('base64')}`;
      return world.send('GET', '/api/v2/me/', { as: { headers: { authorization } } });
    };
    const replies = [];
    for (let number = 0; number < 12; number += 1) replies.push(await guess(number));
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(replies.map(({ headers }) => headers.get('retry-after') !== null)).toEqual([
      ...Array.from({ length: 5 }, () => false),
      ...Array.from({ length: 7 }, () => true),
    ]);
    expect((await world.send('GET', '/api/v2/me/')).status).toBe(200);
    const { text } = await world.send('GET', '/api/v2/event_history/?type=LoginsHeldOff');
    expect(text.match(/"LoginsHeldOff"/g)).toHaveLength(1);
    expect(text).toContain('"name":"zoe"');
  });
});
