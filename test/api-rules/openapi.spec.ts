import { isJsonObject, type Json, type JsonObject } from '@domain/kernel';
import { demoWorld } from './demo-world.js';
import { LiveApi, textOf } from './live-api.js';
import { SchemaCheck } from './schema-check.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

const DAILY = { name: 'daily', rrule: 'DTSTART:20300101T000000Z RRULE:FREQ=DAILY;INTERVAL=1;COUNT=3' };

/** Every object below a value, with the way to it. */
const objectsIn = (value: Json, way: readonly string[] = []): readonly (readonly [readonly string[], JsonObject])[] => {
  if (Array.isArray(value)) return value.flatMap((item: Json, index) => objectsIn(item, [...way, String(index)]));
  if (!isJsonObject(value)) return [];
  return [[way, value], ...Object.entries(value).flatMap(([name, member]) => objectsIn(member, [...way, name]))];
};

const at = (value: Json | undefined, ...names: readonly string[]): Json | undefined =>
  names.reduce<Json | undefined>((found, name) => (isJsonObject(found) ? found[name] : undefined), value);

describe('the OpenAPI document', () => {
  let api: LiveApi;
  let document: JsonObject;
  let operations: readonly { readonly path: string; readonly method: string; readonly operation: JsonObject }[];
  beforeAll(async () => {
    api = await LiveApi.start();
    await demoWorld(api);
    document = await api.get('openapi.json');
    operations = Object.entries(document['paths'] as Record<string, JsonObject>).flatMap(([path, item]) =>
      METHODS.flatMap((method) => {
        const operation = item[method];
        return isJsonObject(operation) ? [{ path, method, operation }] : [];
      }),
    );
  });
  afterAll(() => api.stop());

  it('is one of version 3.1, and needs no login', async () => {
    const { status, json } = await api.send('GET', 'openapi.json', { login: null });
    expect(status).toBe(200);
    expect(json).toMatchObject({ openapi: '3.1.0', info: { title: 'Cairn' }, components: { securitySchemes: {} } });
  });

  it('refers to nothing that is not there, and names everything by allowed names', () => {
    const check = new SchemaCheck(document);
    for (const [, value] of objectsIn(document)) {
      if (typeof value['$ref'] === 'string') expect(() => check.resolve(value['$ref'] as string)).not.toThrow();
    }
    for (const part of Object.values(document['components'] as Record<string, JsonObject>))
      for (const name of Object.keys(part)) expect(name).toMatch(/^[\w.-]+$/);
  });

  it('describes each operation as version 3.1 demands', () => {
    const ids = operations.map(({ operation }) => textOf(operation['operationId']));
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, method, operation } of operations) {
      const place = `${method} ${path}`;
      const responses = operation['responses'] as Record<string, JsonObject>;
      expect([place, Object.keys(responses).some((status) => /^[23]/.test(status))]).toEqual([place, true]);
      for (const [status, response] of Object.entries(responses)) {
        expect(status).toMatch(/^[2-5]\d\d$/);
        expect([place, 'description' in response || '$ref' in response]).toEqual([place, true]);
      }
      expect([place, 'requestBody' in operation && ['get', 'delete'].includes(method)]).toEqual([place, false]);
      const own = ((at(document, 'paths', path, 'parameters') ?? []) as readonly JsonObject[]).map(({ name }) => name);
      expect([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)).toEqual(own);
    }
  });

  it('knows the forms of all that is asked and answered', () => {
    const isKnown = (schema: Json | undefined) => JSON.stringify(schema) !== '{"type":"object"}';
    const unknown = operations.filter(({ operation }) => {
      const answers = ['200', '201', '202'].map((status) =>
        at(operation, 'responses', status, 'content', 'application/json', 'schema'),
      );
      const asked = at(operation, 'requestBody', 'content', 'application/json', 'schema');
      return ![...answers, asked].every(isKnown);
    });
    expect(unknown.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it('has every path and method that the server answers', async () => {
    for (const { path } of operations) {
      const { status, headers } = await api.send('OPTIONS', path.replace(/\{\w+\}/, '1'));
      const offered = String(headers['allow']).toLowerCase().split(', ');
      const told = METHODS.filter((method) => at(document, 'paths', path, method) !== undefined);
      expect([path, status < 500, METHODS.filter((method) => offered.includes(method))]).toEqual([path, true, told]);
    }
  });

  it('is true: what the server answers conforms to it', async () => {
    const check = new SchemaCheck(document);
    const problems: string[] = [];
    let checked = 0;
    for (const { path, operation } of operations.filter(({ method }) => method === 'get')) {
      const ids = path.includes('{id}') ? ['1', '2', '3', '4', '5', '6', '9'] : [''];
      for (const id of ids) {
        const { status, json } = await api.send('GET', path.replace('{id}', id));
        const reference = at(operation, 'responses', String(status), '$ref');
        const answer =
          typeof reference === 'string' ? check.resolve(reference) : at(operation, 'responses', String(status));
        const schema = at(answer, 'content', 'application/json', 'schema');
        if (answer === undefined) problems.push(`${path} answers ${status}, which is not told`);
        if (schema === undefined || json === null) continue;
        problems.push(
          ...check.problems(json, schema).map((problem) => `${path.replace('{id}', id)} ${status} ${problem}`),
        );
        checked += 1;
      }
    }
    expect(problems).toEqual([]);
    expect(checked).toBeGreaterThan(500);
  });

  it.each<[method: string, path: string, body: JsonObject | string | undefined, status: number]>([
    ['POST', 'organizations/', { name: 'One' }, 201],
    ['POST', 'organizations/', {}, 400],
    ['POST', 'organizations/', 'name=x', 415],
    ['PUT', 'organizations/{id}/', { name: 'Other' }, 200],
    ['PATCH', 'organizations/{id}/', { description: 'd' }, 200],
    ['PATCH', 'hosts/{id}/', { variables: '{' }, 400],
    ['POST', 'job_templates/{id}/launch/', {}, 201],
    ['POST', 'job_templates/{id}/labels/', { id: 99 }, 400],
    ['POST', 'workflow_job_template_nodes/{id}/success_nodes/', { id: 99 }, 400],
    ['POST', 'tokens/', { scope: 'read' }, 201],
    ['POST', 'job_templates/{id}/schedules/', DAILY, 201],
    ['POST', 'system_job_templates/{id}/schedules/', DAILY, 201],
    ['POST', 'schedules/preview/', { rrule: DAILY.rrule }, 200],
    ['DELETE', 'organizations/{id}/', undefined, 204],
    ['POST', 'job_templates/{id}/launch/?dry_run=true', {}, 200],
    ['POST', 'workflow_job_templates/{id}/launch/?dry_run=true', {}, 200],
    ['POST', 'workflow_job_template_nodes/{id}/launch_preview/', {}, 200],
    ['POST', 'schedules/{id}/launch_preview/', undefined, 200],
    ['POST', 'schedule_job/', {}, 400],
    ['POST', '/api/o/token/', 'grant_type=code', 401],
    ['POST', '/api/o/revoke_token/', { token: 'x' }, 401],
  ])('tells what %s %s answers to %j: %i', async (method, path, body, expected) => {
    const isText = typeof body === 'string';
    const type = path.startsWith('/api/o/') ? 'application/x-www-form-urlencoded' : 'text/plain';
    const sent = { ...(isText && { headers: { 'content-type': type } }), ...(body !== undefined && { body }) };
    const answer = await api.send(method, path.replace('{id}', await idFor(path)), sent);
    expect([answer.status, answer.text]).toEqual([expected, answer.text]);
    const [place = ''] = path.split('?', 1);
    const told = at(document, 'paths', place.startsWith('/') ? place : `/api/v2/${place}`, method.toLowerCase());
    const problems = (value: Json, schema: Json | undefined) =>
      new SchemaCheck(document).problems(value, schema ?? null);
    if (answer.json !== null) expect(problems(answer.json, answerSchema(told, expected))).toEqual([]);
    if (expected < 300 && body !== undefined)
      expect(problems(body, at(told, 'requestBody', 'content', 'application/json', 'schema'))).toEqual([]);
  });

  const answerSchema = (told: Json | undefined, status: number): Json | undefined => {
    const named = at(told, 'responses', String(status), '$ref');
    const answer =
      typeof named === 'string' ? new SchemaCheck(document).resolve(named) : at(told, 'responses', String(status));
    expect(answer).toBeDefined();
    return at(answer, 'content', 'application/json', 'schema');
  };

  const idFor = async (path: string): Promise<string> => {
    if (/job_templates\/|template_nodes|schedules\/\{/.test(path)) return firstOf(path.split('/', 1)[0] ?? '');
    return path.startsWith('organizations/') ? '2' : '1';
  };

  const firstOf = async (list: string): Promise<string> => {
    const { results } = await api.get(`${list}/`);
    return String((results as { id: number }[])[0]?.id);
  };

  it('is shown by a page that takes everything from this server', async () => {
    const page = await api.send('GET', '/api/docs/', { login: null });
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self'");
    expect(page.text).not.toMatch(/https?:|<script>|style=/);
    const parts = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
    expect(parts).toHaveLength(4);
    for (const part of parts) expect((await api.send('GET', part, { login: null })).status).toBe(200);
    expect((await api.send('GET', '/api/docs/package.json', { login: null })).status).toBe(404);
    expect((await api.send('GET', '/api/docs/..%2fpackage.json', { login: null })).status).toBe(404);
  });
});
