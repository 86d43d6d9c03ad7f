import type { Json, JsonObject } from '@domain/kernel';
import { SharedInstallation } from './shared-installation.js';

/** What one process decides about logins counts in the other with the next request. */

let cairn: SharedInstallation;
let [one, other] = ['', ''];
let admin: string;
let ann: number;

const basic = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

const text = (value: Json | undefined): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

interface Sending {
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly json?: JsonObject;
  readonly form?: Readonly<Record<string, string>>;
}

const send = (base: string, path: string, { headers = {}, method, json, form }: Sending = {}): Promise<Response> =>
  fetch(`${base}${path}`, {
    method: method ?? (json || form ? 'POST' : 'GET'),
    redirect: 'manual',
    headers: {
      ...headers,
      ...(json && { 'content-type': 'application/json' }),
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    body: json ? JSON.stringify(json) : form ? new URLSearchParams(form).toString() : null,
  });

const asAdmin = async (base: string, path: string, sending: Sending = {}): Promise<JsonObject> => {
  const answer = await send(base, path, { ...sending, headers: { authorization: admin } });
  const body = await answer.text();
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${body}`);
  return body === '' ? {} : (JSON.parse(body) as JsonObject);
};

const me = async (base: string, headers: Readonly<Record<string, string>>): Promise<number> =>
  (await send(base, '/api/v2/me/', { headers })).status;

beforeAll(async () => {
  cairn = await SharedInstallation.open('logins');
  one = (await cairn.start('api-1', { roles: ['api', 'worker'] })).base;
  other = (await cairn.start('api-2', { roles: ['api'] })).base;
  admin = basic('admin', cairn.home.password);
  ann = Number((await asAdmin(one, '/api/v2/users/', { json: { username: 'ann', password: 'first-Pass-1' } }))['id']);
}, 120_000);
afterAll(() => cairn.close());

it('a session that one opened is one of the other, until it is closed there', async () => {
  const cookies = new Map<string, string>();
  const keep = (answer: Response): void => {
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
  };
  const headers = (): Record<string, string> => ({
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    'x-csrftoken': cookies.get('csrftoken') ?? '',
  });
  keep(await send(one, '/api/'));
  const form = { username: 'ann', password: 'first-Pass-1', next: '/api/' };
  keep(await send(one, '/api/login/', { headers: headers(), form }));
  const kept = headers();
  expect([await me(one, kept), await me(other, kept)]).toEqual([200, 200]);
  await send(other, '/api/logout/', { headers: kept });
  expect([await me(one, kept), await me(other, kept)]).toEqual([401, 401]);
});

it('a token that one revoked is worth nothing in the other', async () => {
  const made = await asAdmin(one, '/api/v2/users/1/personal_tokens/', { json: { scope: 'read' } });
  const bearer = { authorization: `Bearer ${text(made['token'])}` };
  expect(await me(other, bearer)).toBe(200);
  await asAdmin(other, `/api/v2/tokens/${text(made['id'])}/`, { method: 'DELETE' });
  expect([await me(one, bearer), await me(other, bearer)]).toEqual([401, 401]);
});

it('a role that one took away is gone in the other', async () => {
  const { id, related } = await asAdmin(one, '/api/v2/organizations/', { json: { name: 'shared' } });
  const roles = await asAdmin(one, `${text((related as JsonObject)['object_roles'])}?role_field=admin_role`);
  const [role] = roles['results'] as readonly JsonObject[];
  const give = (base: string, more: JsonObject = {}) =>
    asAdmin(base, `/api/v2/users/${ann}/roles/`, { json: { id: role?.['id'] ?? 0, ...more } });
  const headers = { authorization: basic('ann', 'first-Pass-1') };
  const change = async () =>
    (
      await send(other, `/api/v2/organizations/${text(id)}/`, {
        method: 'PATCH',
        json: { description: 'd' },
        headers,
      })
    ).status;
  await give(one);
  expect(await change()).toBe(200);
  await give(one, { disassociate: true });
  expect(await change()).toBe(403);
});

it('a password that was changed in one is the only one in the other', async () => {
  const [old, fresh] = [
    { authorization: basic('ann', 'first-Pass-1') },
    { authorization: basic('ann', 'second-Pass-2') },
  ];
  expect([await me(one, old), await me(other, old)]).toEqual([200, 200]);
  await asAdmin(one, `/api/v2/users/${ann}/`, { method: 'PATCH', json: { password: 'second-Pass-2' } });
  expect([await me(other, old), await me(other, fresh), await me(one, old)]).toEqual([401, 200, 401]);
});

it('a refresh token is good once, whichever of two processes is shown it', async () => {
  const [organization] = (await asAdmin(one, '/api/v2/organizations/?name=Default'))[
    'results'
  ] as readonly JsonObject[];
  const app = await asAdmin(one, '/api/v2/applications/', {
    json: {
      ...{ name: 'portal', organization: organization?.['id'] ?? 0, client_type: 'confidential' },
      authorization_grant_type: 'password',
    },
  });
  const headers = { authorization: basic(text(app['client_id']), text(app['client_secret'])) };
  const password = { grant_type: 'password', username: 'ann', password: 'second-Pass-2' };
  const first = (await (await send(one, '/api/o/token/', { headers, form: password })).json()) as JsonObject;
  const form = { grant_type: 'refresh_token', refresh_token: text(first['refresh_token']) };
  const answers = await Promise.all(
    [one, other, one, other].map((base) => send(base, '/api/o/token/', { headers, form })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400]);
});
