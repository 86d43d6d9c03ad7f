import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { instancesOf } from '@application/instances';
import type { SeenNode } from '@application/ports';
import type { ResourceType } from '@application/resources';
import type { Viewer } from '@domain/access';
import { DomainError, forbidden, invalid, missing, Numeral, type Json, type JsonObject } from '@domain/kernel';
import { plainHasher } from '@testing/installation';
import { structuredLog } from '../logging/log.js';
import { LARGEST_BODY } from './adapter.js';
import { Login } from './authentication/login.js';
import { createHttpApp, type HttpServices } from './http-app.js';
import type { Caller, ResourceService, Target } from './resources/resource-service.js';
import { endpoint } from './routing/endpoint.js';

const ADMIN: Viewer = { id: 1, username: 'admin', isSuperuser: true, isSystemAuditor: false };
const ANN: Viewer = { id: 2, username: 'ann', isSuperuser: false, isSystemAuditor: false };
const NO_LOGIN = 'Authentication credentials were not provided. To establish a login session, visit /api/login/.';
const NO_ROUTE = 'The requested resource could not be found.';

/** Resources of one kind after another in memory: enough to see what the edge hands in and gives out. */
class MemoryResources implements ResourceService {
  readonly calls: { readonly what: string; readonly caller: Caller }[] = [];
  readonly bodies: JsonObject[] = [];
  private readonly objects = new Map<string, JsonObject>();

  async create(kind: ResourceType, body: JsonObject, caller: Caller): Promise<JsonObject> {
    this.note(`create ${kind}`, caller, body);
    if (typeof body['name'] !== 'string') throw invalid({ name: ['This field is required.'] });
    if (!caller.viewer.isSuperuser) throw forbidden();
    const id = this.objects.size + 7;
    const made = { ...body, id, url: `/api/v2/${kind}s/${id}/` };
    this.objects.set(`${kind} ${id}`, made);
    return made;
  }

  async change({ kind, id }: Target, { body, whole }: { body: JsonObject; whole: boolean }, caller: Caller) {
    this.note(`${whole ? 'put' : 'patch'} ${kind} ${id}`, caller, body);
    return { ...(await this.read({ kind, id })), ...body };
  }

  async remove({ kind, id }: Target, caller: Caller): Promise<void> {
    this.note(`remove ${kind} ${id}`, caller);
    if (id === 999) throw new DomainError('in-use', 'IN_USE', { error: 'Resource is being used by running jobs.' });
  }

  async relate(target: Target & { path: string }, body: JsonObject, caller: Caller): Promise<JsonObject | undefined> {
    this.note(`relate ${target.kind} ${target.id} ${target.path}`, caller, body);
    return 'id' in body ? undefined : { ...body, id: 70, url: '/api/v2/hosts/70/' };
  }

  async list(kind: ResourceType, search: string, caller: Caller): Promise<JsonObject> {
    this.note(`list ${kind} ${search}`, caller);
    if (search === 'explode') throw new Error('secret internals');
    return { count: 0, next: null, previous: null, results: [] };
  }

  async read({ kind, id }: Target): Promise<JsonObject> {
    if (kind === 'user') return { id, username: id === 1 ? 'admin' : 'ann' };
    const found = this.objects.get(`${kind} ${id}`);
    if (!found) throw missing();
    return found;
  }

  async idOf(_kind: ResourceType, name: string): Promise<number | undefined> {
    return name === 'Default++' ? 7 : undefined;
  }

  async sublist(target: Target & { path: string }, search: string, caller: Caller): Promise<JsonObject> {
    this.note(`sublist ${target.kind} ${target.id} ${target.path} ${search}`, caller);
    return { count: 0, next: null, previous: null, results: [] };
  }

  async describe(kind: ResourceType, target: object): Promise<JsonObject> {
    return { actions: { GET: { kind, ...target } } };
  }

  private note(what: string, caller: Caller, body?: JsonObject): void {
    this.calls.push({ what, caller });
    if (body) this.bodies.push(body);
  }
}

let app: NestFastifyApplication;
let port: number;
const NODE: SeenNode = {
  ...{ id: 1, uuid: '00000000-0000-4000-8000-000000000000', name: 'cairn-1', boot: 'b', site: 's', version: '24.6.1' },
  ...{ roles: ['api', 'worker', 'runner'], capacity: 20, cpu: 4, memory: 8, silentFor: 0, hasLeft: false },
  lastSeen: '2030-01-15T03:00:04.120000Z',
};

let resources: MemoryResources;
let lines: string[];
const accounts = new Map([
  ['admin', { viewer: ADMIN, passwordHash: 'hash of pw' }],
  ['ann', { viewer: ANN, passwordHash: 'hash of ann:pw' }],
]);

beforeEach(async () => {
  resources = new MemoryResources();
  lines = [];
  const services: HttpServices = {
    login: new Login({ find: async (username) => accounts.get(username) }, plainHasher),
    bearers: { find: async () => undefined },
    sessions: { open: async () => '', find: async () => undefined, close: async () => undefined },
    resources,
    installation: {
      uuid: '00000000-0000-4000-8000-000000000000',
      since: '2030-01-01T00:00:00.000000Z',
      node: 'cairn-1',
      projectsRoot: '/projects',
      nodes: async () => [NODE],
      instances: async () => instancesOf([NODE]),
      instanceGroups: async () => ['default'],
      freeProjectPaths: async () => ['demo'],
    },
    log: structuredLog('debug', (line) => lines.push(line)),
    endpoints: [
      endpoint({
        path: '/api/v2/job_templates/:id/callback/',
        name: 'Job Template Callback',
        rules: { POST: 'signed_in' },
        methods: { POST: (request) => ({ status: 201, json: request.body('form') }) },
      }),
      endpoint({
        path: '/api/v2/jobs/:id/stdout/',
        name: 'Job Stdout',
        rules: { GET: 'job.read' },
        methods: { GET: () => ({ content: { type: 'text/plain', data: 'PLAY [all]\n' } }) },
      }),
    ],
  };
  app = await createHttpApp(services);
  await app.listen(0, '127.0.0.1');
  port = (app.getHttpServer().address() as AddressInfo).port;
});
afterEach(() => app.close());

interface Options {
  readonly body?: string | Buffer;
  readonly type?: string | null;
  readonly login?: string | null;
  readonly headers?: Record<string, string>;
}
interface Response {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: Json;
}

const send = (method: string, path: string, options: Options = {}): Promise<Response> => {
  const { body, type = 'application/json', login = 'admin:pw', headers = {} } = options;
  const all: Record<string, string | number> = { ...headers };
  if (login !== null) all['authorization'] = `Basic ${Buffer.from(login).toString('base64')}`;
  if (body !== undefined) {
    if (type !== null) all['content-type'] = type;
    all['content-length'] = Buffer.byteLength(body);
  }
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers: all }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const isJson = response.headers['content-type'] === 'application/json' && text !== '';
        const value = isJson ? (JSON.parse(text) as Json) : null;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body: value });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
};
const post = (body: string | Buffer, options: Options = {}) =>
  send('POST', '/api/v2/organizations/', { body, ...options });

describe('the roots', () => {
  it('leads who comes with the bare address to the API', async () => {
    const { status, headers } = await send('GET', '/', { login: null });
    expect([status, headers['location']]).toEqual([302, '/api/']);
  });

  it('answers /api/ without a login', async () => {
    const { status, headers, body } = await send('GET', '/api/', { login: null });
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json');
    expect(headers['x-api-product-name']).toBe('AWX');
    expect(headers['x-api-product-version']).toBeUndefined();
    expect(body).toMatchObject({ current_version: '/api/v2/', available_versions: { v2: '/api/v2/' } });
  });

  it('lists under /api/v2/ what is really there, in the order of AWX', async () => {
    const { body } = await send('GET', '/api/v2/', { login: null });
    expect(Object.entries(body as JsonObject).slice(0, 5)).toEqual([
      ['ping', '/api/v2/ping/'],
      ['instance_groups', '/api/v2/instance_groups/'],
      ['config', '/api/v2/config/'],
      ['me', '/api/v2/me/'],
      ['organizations', '/api/v2/organizations/'],
    ]);
    expect(body).toMatchObject({ inventory: '/api/v2/inventories/' });
    expect(body).not.toHaveProperty('jobs');
    for (const path of Object.values(body as Record<string, string>)) {
      expect((await send('GET', path)).status).toBe(200);
    }
  });

  it('answers ping without a login, and does not mind a wrong one', async () => {
    for (const login of [null, 'admin:wrong']) {
      const { status, body } = await send('GET', '/api/v2/ping/', { login });
      expect(status).toBe(200);
      expect(body).toMatchObject({ ha: false, instances: [{ capacity: 20 }], instance_groups: [{ name: 'default' }] });
    }
  });

  it('tells everyone what config is, and administrators where projects are', async () => {
    expect((await send('GET', '/api/v2/config/')).body).toMatchObject({ project_local_paths: ['demo'] });
    const plain = await send('GET', '/api/v2/config/', { login: 'ann:ann:pw' });
    expect(plain.body).toHaveProperty('become_methods');
    expect(plain.body).not.toHaveProperty('project_base_dir');
  });

  it('tells callers who they are; a password may hold a colon', async () => {
    const { body, headers } = await send('GET', '/api/v2/me/', { login: 'ann:ann:pw' });
    expect(body).toEqual({ count: 1, next: null, previous: null, results: [{ id: 2, username: 'ann' }] });
    expect(headers['x-api-product-version']).toBe('24.6.1');
  });
});

describe('authentication', () => {
  const basic = (text: string) => ({ authorization: `Basic ${text}` });
  it.each([
    ['none', {}],
    ['a wrong password', basic(Buffer.from('admin:wrong').toString('base64'))],
    ['an unknown user', basic(Buffer.from('nobody:pw').toString('base64'))],
    ['no colon', basic(Buffer.from('admin').toString('base64'))],
    ['no base64', basic('!!!')],
    ['nothing after the scheme', basic('')],
    ['a token nobody made', { authorization: 'Bearer abcdef' }],
    ['a name that is a property of objects', basic(Buffer.from('__proto__:x').toString('base64'))],
  ])('refuses a request with %s', async (_, headers) => {
    for (const [method, path] of [
      ['GET', '/api/v2/me/'],
      ['POST', '/api/v2/organizations/'],
      ['DELETE', '/api/v2/organizations/'],
      ['OPTIONS', '/api/v2/organizations/'],
    ] as const) {
      const response = await send(method, path, { login: null, headers, body: '{"broken', type: 'application/json' });
      expect(response.status).toBe(401);
      expect(response.body).toEqual({ detail: NO_LOGIN });
      expect(response.headers['www-authenticate']).toBe('Bearer realm=api authorization_url=/api/o/authorize/');
    }
    expect(resources.calls).toEqual([]);
  });

  it('serves many callers at once, each as who they are', async () => {
    const logins = ['admin:pw', 'ann:ann:pw', 'admin:no', 'ann:pw'];
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => send('GET', '/api/v2/me/', { login: logins[i % 4] })),
    );
    const seen = answers.map(({ status, text }) => `${status} ${/"username":"(\w+)"/.exec(text)?.[1]}`);
    const expected = ['200 admin', '200 ann', '401 undefined', '401 undefined'];
    expect(seen).toEqual(Array.from({ length: 40 }, (_, i) => expected[i % 4]));
  });
});

describe('bodies', () => {
  it.each([
    ['{"name": }', 'Expecting value: line 1 column 10 (char 9)'],
    ['{"name": "x",}', 'Expecting property name or string enclosed in double quotes: line 1 column 14 (char 13)'],
    ['{"a": 1} {"b": 2}', 'Extra data: line 1 column 10 (char 9)'],
    ['{"name": NaN}', 'Expecting value: line 1 column 10 (char 9)'],
    ['\ufeff{}', 'Expecting value: line 1 column 1 (char 0)'],
    ['{"$numeral": "1"}', 'The key $numeral is reserved'],
    ['{"a": [{"\\u0024numeral": "1"}]}', 'The key $numeral is reserved'],
  ])('says what is wrong with %j', async (text, problem) => {
    const response = await post(text);
    expect(response.status).toBe(400);
    expect(response.body).toEqual({ detail: `JSON parse error - ${problem}\nPossible cause: trailing comma.` });
    expect(resources.calls).toEqual([]);
  });

  it.each(['[{"name": "x"}]', '"x"', '1', '1.0', 'null', 'true', '[]'])('takes objects only, not %s', async (text) => {
    const response = await post(text);
    expect(response.status).toBe(400);
    expect(response.body).toEqual({ detail: 'JSON parse error - not a JSON object' });
  });

  it.each([
    ['[', ']'],
    ['{"a":', '}'],
    ['[1.0,', '1]'],
  ])('refuses a tower of %s', async (open, close) => {
    for (const levels of [150, 100_000]) {
      const response = await post(`{"name": ${open.repeat(levels)}1${close.repeat(levels)}}`);
      expect(response.status).toBe(400);
      expect(response.text).toContain('JSON parse error - ');
    }
    expect(resources.calls).toEqual([]);
  });

  it('refuses bytes that are no UTF-8', async () => {
    const response = await post(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]));
    expect(response.status).toBe(400);
    expect(response.text).toContain('not UTF-8');
  });

  it.each([
    ['text/plain', 'name=x'],
    ['application/x-www-form-urlencoded', 'name=x'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['garbage', '{}'],
    [null, '{"name": "x"}'],
  ])('refuses a body of type %s', async (type, body) => {
    const response = await post(body, { type });
    expect(response.status).toBe(415);
    expect(response.body).toEqual({
      detail:
        'You did not use correct Content-Type in your HTTP request. If you are using our REST API, ' +
        'the Content-Type must be application/json',
    });
  });

  it('reads a form where one is offered', async () => {
    const response = await send('POST', '/api/v2/job_templates/8/callback/', {
      body: 'host_config_key=a%20b&__proto__=x',
      type: 'application/x-www-form-urlencoded',
    });
    expect(response.status).toBe(201);
    expect(response.text).toBe('{"host_config_key":"a b","__proto__":"x"}');
  });

  it.each(['application/json', 'text/plain', null])('takes an empty body of type %s as {}', async (type) => {
    const response = await post('', { type });
    expect(response.status).toBe(400);
    expect(response.body).toEqual({ name: ['This field is required.'] });
  });

  it('takes a charset and capitals in the content type', async () => {
    expect((await post('{"name": "ü"}', { type: 'Application/JSON; charset=UTF-8' })).status).toBe(201);
    expect(resources.bodies).toEqual([{ name: 'ü' }]);
  });

  it('refuses what is too large, and is heard every time by a client that still sends', async () => {
    for (let time = 0; time < 10; time++) {
      const response = await post(`{"name": "${'x'.repeat(LARGEST_BODY)}"}`);
      expect(response.status).toBe(413);
      expect(response.body).toEqual({ detail: 'The request body is too large.' });
    }
    expect(resources.calls).toEqual([]);
  });

  it('takes what is just small enough, with a number that needs care', async () => {
    const name = 'x'.repeat(LARGEST_BODY - 30);
    expect((await post(`{"name": "${name}", "n": 1.0}`)).status).toBe(201);
    expect(resources.bodies[0]).toEqual({ name, n: new Numeral('1.0') });
  });

  it('keeps every digit of every number on the way in and out', async () => {
    const body = '{"name":"x","list":[12345678901234567890,3.0,1e400,-0,0.1,1E2,7],"n":123456789012345678}';
    const response = await post(body);
    expect(response.status).toBe(201);
    expect(response.text).toBe(body.replace(/}$/, ',"id":7,"url":"/api/v2/organizations/7/"}'));
    expect(resources.bodies[0]?.['n']).toEqual(new Numeral('123456789012345678'));
  });

  it('keeps keys that are special to JavaScript as plain keys', async () => {
    const body = '{"name":"x","vars":{"__proto__":{"polluted":1},"constructor":{"prototype":2},"$":1.50}}';
    const response = await post(body);
    expect(response.text).toContain(body.slice(0, -1));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('does not mistake text for a number', async () => {
    const response = await post('{"name":"{\\"$numeral\\":\\"666\\"}"}');
    expect(response.body).toMatchObject({ name: '{"$numeral":"666"}' });
  });
});

describe('routes', () => {
  it('creates, reads, changes and removes, with the right status', async () => {
    const made = await post('{"name": "x"}');
    expect([made.status, made.headers.location]).toEqual([201, '/api/v2/organizations/7/']);
    expect((await send('GET', '/api/v2/organizations/7/')).body).toMatchObject({ name: 'x' });
    expect((await send('PATCH', '/api/v2/organizations/7/', { body: '{"name": "y"}' })).body).toMatchObject({
      name: 'y',
    });
    expect((await send('PUT', '/api/v2/organizations/7/', { body: '{"name": "z"}' })).status).toBe(200);
    const gone = await send('DELETE', '/api/v2/organizations/7/');
    expect([gone.status, gone.text]).toEqual([204, '']);
    expect((await send('DELETE', '/api/v2/inventories/7/')).status).toBe(202);
    expect(resources.calls.map(({ what }) => what)).toEqual([
      'create organization',
      'patch organization 7',
      'put organization 7',
      'remove organization 7',
      'remove inventory 7',
    ]);
  });

  it('hands the caller, the request id and the query on', async () => {
    const { headers } = await send('GET', '/api/v2/hosts/?name__contains=a%20b&or__id=1&or__id=2');
    const call = resources.calls[0];
    expect(call?.what).toBe('list host name__contains=a%20b&or__id=1&or__id=2');
    expect(call?.caller.viewer).toEqual(ADMIN);
    expect(call?.caller.request).toBe(headers['x-api-request-id']);
  });

  it('attaches with 204 and creates with 201 in sublists', async () => {
    const path = '/api/v2/inventories/3/hosts/';
    expect((await send('POST', path, { body: '{"id": 7}' })).status).toBe(204);
    const made = await send('POST', path, { body: '{"name": "h"}' });
    expect([made.status, made.headers.location]).toEqual([201, '/api/v2/hosts/70/']);
    expect(resources.calls.map(({ what }) => what)).toEqual(['relate inventory 3 hosts', 'relate inventory 3 hosts']);
  });

  it('takes paths with and without a slash at the end', async () => {
    expect((await send('GET', '/api/v2/organizations?page=2')).status).toBe(200);
    expect((await send('GET', '/api/v2')).status).toBe(200);
  });

  it.each([
    ['POST', '/api/v2/organizations/7/', 'DELETE, GET, HEAD, OPTIONS, PATCH, PUT'],
    ['DELETE', '/api/v2/organizations/', 'GET, HEAD, OPTIONS, POST'],
    ['POST', '/api/v2/ping/', 'GET, HEAD, OPTIONS'],
    ['GET', '/api/v2/job_templates/8/callback/', 'OPTIONS, POST'],
    ['TRACE', '/api/v2/ping/', 'GET, HEAD, OPTIONS'],
  ])('refuses %s %s and says what is allowed', async (method, path, allow) => {
    const response = await send(method, path, { body: method === 'TRACE' ? undefined : '{"broken' });
    expect(response.status).toBe(405);
    expect(response.body).toEqual({ detail: `Method "${method}" not allowed.` });
    expect(response.headers.allow?.split(', ').sort().join(', ')).toBe(allow);
  });

  it.each(['/api/v2/nowhere/', '/api/v1/', '/api/v2/hosts/7/nowhere/', '/api/v2/hosts/seven/', '/api/v2/%zz/'])(
    'knows no route %s',
    async (path) => {
      for (const login of [null, 'admin:pw']) {
        if (path.endsWith('seven/') && login === null) continue;
        const response = await send('GET', path, { login });
        expect(response.status).toBe(404);
        expect(response.headers['content-type']).toBe('application/json');
        expect(response.body).toEqual({ detail: NO_ROUTE });
      }
    },
  );

  it('answers HEAD as GET, without a body', async () => {
    const get = await send('GET', '/api/v2/ping/');
    const head = await send('HEAD', '/api/v2/ping/');
    expect([head.status, head.text]).toEqual([200, '']);
    expect(head.headers['content-length']).toBe(get.headers['content-length']);
    expect((await send('HEAD', '/api/v2/organizations/12/')).status).toBe(404);
  });

  it('takes a name where an id stands, when there is one of that name', async () => {
    await send('DELETE', '/api/v2/organizations/Default++/');
    expect(resources.calls.at(-1)?.what).toBe('remove organization 7');
    expect((await send('GET', '/api/v2/organizations/Default/')).status).toBe(404);
    expect((await send('GET', '/api/v2/organizations/Default++/', { login: null })).status).toBe(401);
  });

  it('describes each path for OPTIONS', async () => {
    const detail = await send('OPTIONS', '/api/v2/organizations/7/');
    expect(detail.status).toBe(200);
    expect(detail.headers.allow).toBe('GET, PUT, PATCH, DELETE, HEAD, OPTIONS');
    expect(detail.body).toEqual({
      name: 'Organization Detail',
      description: '',
      renders: ['application/json', 'text/html'],
      parses: ['application/json'],
      actions: { GET: { kind: 'organization', id: 7 } },
    });
    expect((await send('OPTIONS', '/api/v2/ping/', { login: null })).body).toMatchObject({ name: 'Ping' });
  });

  it('answers content of other types', async () => {
    const { headers, text } = await send('GET', '/api/v2/jobs/4/stdout/');
    expect([headers['content-type'], text]).toEqual(['text/plain', 'PLAY [all]\n']);
  });
});

describe('refusals and faults', () => {
  it('gives each kind of refusal its status and body', async () => {
    const plain = await post('{"name": "x"}', { login: 'ann:ann:pw' });
    expect([plain.status, plain.body]).toEqual([403, { detail: 'You do not have permission to perform this action.' }]);
    const unknown = await send('GET', '/api/v2/organizations/12/');
    expect([unknown.status, unknown.body]).toEqual([404, { detail: 'Not found.' }]);
    expect((await send('DELETE', '/api/v2/organizations/999/')).status).toBe(409);
  });

  it('tells nothing of a fault but a number to look for, and logs the rest', async () => {
    const response = await send('GET', '/api/v2/organizations/?explode');
    expect(response.status).toBe(500);
    const id = String(response.headers['x-api-request-id']);
    expect(response.body).toEqual({ detail: `A server error has occurred. (request ${id})` });
    const entry = lines.find((line) => line.includes('"level":"error"'));
    expect(entry).toContain(id);
    expect(entry).toContain('secret internals');
  });

  it('never logs bodies, queries or credentials', async () => {
    await post('{"name": "hidden-body"}');
    await send('GET', '/api/v2/organizations/?name=hidden-query');
    await send('GET', '/api/v2/me/', { login: 'admin:hidden-password' });
    await post('{"hidden-broken');
    expect(lines.filter((line) => line.includes('"message":"request"')).length).toBeGreaterThanOrEqual(4);
    expect(lines.join('')).not.toMatch(/hidden|Basic/);
  });

  it('answers JSON even to what is no HTTP', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('nonsense\r\n\r\n'));
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toMatch(/\{"detail":"The request could not be understood\."\}$/);
  });
});
