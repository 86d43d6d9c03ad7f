import { until } from '@testing/runs';
import { type Answer, CalledServer, type Sent } from './called-server.js';

const KEY = 'r1ght-key-4711';
const WRONG = 'wr0ng-key-0815';
const PAYLOAD = 'p4yload-0042';

let server: CalledServer;
beforeAll(async () => {
  server = await CalledServer.open(['192.0.2.1']);
});
afterAll(() => server.close());

const JSON_TYPE = { type: 'application/json' };
const forwarded = (value: string): Sent => ({ headers: { 'x-forwarded-for': value } });
const form = (key: string): string => `host_config_key=${key}`;

interface Shape {
  readonly body: string | Buffer;
  readonly sent?: Sent;
  readonly status: number;
  readonly reason: string;
  /** The hosts of the inventory. */
  readonly hosts?: readonly string[];
}

const ELSEWHERE = ['10.1.1.3'];
const MANY_FIELDS = Array.from({ length: 5000 }, (_, n) => `f${n}=${PAYLOAD}`).join('&');

const SHAPES: Readonly<Record<string, Shape>> = {
  'a wrong key': { body: form(WRONG), status: 403, reason: 'key_wrong' },
  'an empty key': { body: form(''), status: 403, reason: 'key_missing' },
  'a key of blanks': { body: form('%20%20'), status: 403, reason: 'key_wrong' },
  'the right key and a NUL': { body: form(`${KEY}%00`), status: 403, reason: 'key_wrong' },
  'the right key with another after it': { body: `${form(KEY)}&${form(WRONG)}`, status: 403, reason: 'key_wrong' },
  'a list of keys': {
    body: JSON.stringify({ host_config_key: [KEY] }),
    sent: JSON_TYPE,
    status: 403,
    reason: 'key_missing',
  },
  'an object for a key': {
    body: JSON.stringify({ host_config_key: { toString: KEY } }),
    sent: JSON_TYPE,
    ...{ status: 403, reason: 'key_missing' },
  },
  'a key from the prototype': {
    body: `{"__proto__": {"host_config_key": "${KEY}"}}`,
    sent: JSON_TYPE,
    ...{ status: 403, reason: 'key_missing' },
  },
  'true for a key': { body: '{"host_config_key": true}', sent: JSON_TYPE, status: 403, reason: 'key_missing' },
  'a key of a million characters': { body: form('x'.repeat(1_000_000)), status: 403, reason: 'key_wrong' },
  'thousands of fields': { body: MANY_FIELDS, status: 403, reason: 'key_missing' },
  'text that is no form': { body: form(KEY), sent: { type: 'text/plain' }, status: 415, reason: 'unreadable' },
  'a multipart body': { body: form(KEY), sent: { type: 'multipart/form-data' }, status: 415, reason: 'unreadable' },
  'a form that says it is JSON': { body: form(WRONG), sent: JSON_TYPE, status: 400, reason: 'unreadable' },
  'half a JSON text': { body: `{"host_config_key": "${WRONG}`, sent: JSON_TYPE, status: 400, reason: 'unreadable' },
  'JSON that is deep': { body: '['.repeat(200_000), sent: JSON_TYPE, status: 400, reason: 'unreadable' },
  'JSON that is no UTF-8': {
    body: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]),
    sent: JSON_TYPE,
    status: 400,
    reason: 'unreadable',
  },
  'a huge body': { body: Buffer.alloc(11 * 2 ** 20, 'x'), status: 413, reason: 'unreadable' },
  'an address forged in a header': {
    body: form(KEY),
    sent: forwarded('10.1.1.3'),
    status: 400,
    reason: 'no_host',
    hosts: ELSEWHERE,
  },
  'an IPv4-mapped address forged in a header': {
    body: form(KEY),
    sent: forwarded('::ffff:10.1.1.3'),
    ...{ status: 400, reason: 'no_host', hosts: ELSEWHERE },
  },
  'a trusted proxy forged in a header': {
    body: form(KEY),
    sent: forwarded('10.1.1.3, 192.0.2.1'),
    ...{ status: 400, reason: 'no_host', hosts: ELSEWHERE },
  },
  'markup in a header': {
    body: form(KEY),
    sent: forwarded(`<b>${PAYLOAD}</b>`),
    status: 400,
    reason: 'no_host',
    hosts: ELSEWHERE,
  },
  'an unknown host': { body: form(KEY), status: 400, reason: 'no_host', hosts: ['192.0.2.77'] },
};

describe('a hostile call is refused, recorded with its reason, and leaves nothing:', () => {
  it.each(Object.entries(SHAPES))('%s', async (_, { body, sent, status, reason, hosts }) => {
    const id = await server.template({ host_config_key: '' }, hosts);
    await server.api('PATCH', `job_templates/${id}`, { host_config_key: KEY });
    const answer = await server.call(id, body, sent);
    expect(answer.status).toBe(status);
    for (const secret of [KEY, WRONG, PAYLOAD, 'node3']) expect(JSON.stringify(answer)).not.toContain(secret);
    await until(async () => (await server.attempts(id)).length > 0);
    const attempts = await server.attempts(id);
    expect(attempts).toMatchObject([{ verdict: 'refused', reason, address: '127.0.0.1', trusted: false, job: null }]);
    for (const secret of [KEY, WRONG, PAYLOAD]) expect(JSON.stringify(attempts)).not.toContain(secret);
    expect(await server.job(id)).toEqual({});
  });

  it('headers that would split the answer do not reach it', async () => {
    const id = await server.template();
    const answer = await server.call(id, form(`x%0d%0aSet-Cookie:%20${PAYLOAD}`));
    expect(answer).toEqual({
      ...{ status: 403, location: undefined },
      body: { detail: 'You do not have permission to perform this action.' },
    });
  });

  it('templates that do not exist, or are no numbers, are told from others by none without a key', async () => {
    const answers: readonly Answer[] = await Promise.all(
      ['999', '0', '-1', '1e3', '9'.repeat(40), 'job', '%00'].map((id) => server.call(id, form(''))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403]));
  });

  it('keys and bodies are nowhere in what the server has written', () => {
    const written = server.written();
    for (const secret of [WRONG, PAYLOAD, Buffer.from(WRONG).toString('base64'), encodeURIComponent(WRONG)]) {
      expect(written.includes(secret)).toBe(false);
    }
  });

  it('of 50 calls at the same time one gets the job', async () => {
    const id = await server.template();
    const answers = await Promise.all(Array.from({ length: 50 }, () => server.form(id, 'k')));
    const statuses = answers.map(({ status }) => status).sort();
    expect([statuses.at(0), statuses.filter((status) => status === 201)]).toEqual([201, [201]]);
    const { body } = await server.api('GET', `job_templates/${id}/jobs`);
    expect(body).toMatchObject({ count: 1 });
    expect((await server.attempts(id)).length).toBeLessThan(5);
  });
});

describe('what callers and others may see', () => {
  it('is nothing of the record', async () => {
    const id = await server.template();
    await server.form(id, WRONG);
    const path = `${id}/callback_attempts/`;
    expect(await server.call(id, '', { method: 'GET', path })).toMatchObject({ status: 401 });
    await server.api('POST', 'users', { username: `ann-${id}`, password: 'pw' });
    const headers = { authorization: `Basic ${Buffer.from(`ann-${id}:pw`).toString('base64')}` };
    expect(await server.call(id, '', { method: 'GET', path, headers })).toMatchObject({ status: 403 });
    expect(await server.call(id, '', { path: `${id}/generate_host_config_key/`, headers })).toMatchObject({
      status: 403,
    });
  });
});
