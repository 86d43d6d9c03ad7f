import type { AddressInfo } from 'node:net';
import { CopyApi, CopyService, InventoryApi, type ResourceType } from '@application/resources';
import type { Json, JsonObject } from '@domain/kernel';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Installation, plainHasher } from '@testing/installation';
import { structuredLog } from '../../logging/log.js';
import { Login } from '../authentication/login.js';
import { createHttpApp } from '../http-app.js';
import { resourceSubEndpoints } from './sub-endpoints.js';

describe('paths beside lists and details of resources', () => {
  let cairn: Installation;
  let app: NestFastifyApplication;
  let base: string;
  const ids: Record<string, number> = {};

  beforeAll(async () => {
    const playbooks = { list: () => Promise.resolve(['site.yml']) };
    cairn = await Installation.open({ playbooks });
    const { api, resources, roles, store, ids: allocator, sealer } = cairn;
    const copyGraph = () => Promise.resolve(undefined);
    const copies = new CopyService({ resources, ids: allocator, sealer, answerField: (name) => name, copyGraph });
    app = await createHttpApp({
      login: new Login(
        {
          find: (username) => Promise.resolve({ viewer: cairn.caller().viewer, passwordHash: `hash of ${username}` }),
        },
        plainHasher,
      ),
      bearers: { find: async () => undefined },
      sessions: { open: async () => '', find: async () => undefined, close: async () => undefined },
      resources: api,
      installation: {
        ...{ uuid: '', since: '', node: '', projectsRoot: '', nodes: async () => [], instances: async () => [] },
        instanceGroups: () => Promise.resolve([]),
        freeProjectPaths: () => Promise.resolve([]),
      },
      log: structuredLog('error', () => undefined),
      endpoints: resourceSubEndpoints({
        ...{ resources: api, roles, playbooks, inventories: new InventoryApi(api, store) },
        inventoryFiles: { list: () => Promise.resolve(['hosts']) },
        copies: new CopyApi({ api, copies, resources, store }),
      }),
    });
    await app.listen(0, '127.0.0.1');
    base = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}/api/v2/`;
    const organization = await make('organization', { name: 'Shop' });
    const inventory = await make('inventory', { name: 'I', organization });
    const project = await make('project', { name: 'P', organization, local_path: 'p' });
    await make('host', { name: 'h', inventory });
    await make('group', { name: 'g', inventory });
    await make('team', { name: 'T', organization });
    await make('user', { username: 'ann', password: 'x' });
    await make('job_template', { name: 'JT', project, inventory, playbook: 'site.yml' });
    ids['role'] = await cairn.roleOf({ kind: 'inventory', id: inventory }, 'use_role');
  });
  afterAll(async () => {
    await app.close();
    await cairn.close();
  });

  const make = async (kind: ResourceType, body: JsonObject): Promise<number> =>
    (ids[kind] = (await cairn.make(kind, body)).id);

  /** `{host}` in a path is the id of the host made above. */
  const send = async (method: string, path: string, body?: JsonObject) => {
    const url = `${base}${path.replace(/\{(\w+)\}/g, (_, name: string) => String(ids[name]))}`;
    const headers = { authorization: `Basic ${Buffer.from('admin:admin').toString('base64')}` };
    const json = body && { body: JSON.stringify(body), headers: { ...headers, 'content-type': 'application/json' } };
    const response = await fetch(url, { method, headers, ...json });
    const text = await response.text();
    return {
      status: response.status,
      location: response.headers.get('location'),
      json: (text ? JSON.parse(text) : null) as Json,
    };
  };

  it.each([
    ...[
      'roles/',
      'roles/{role}/',
      'roles/{role}/users/',
      'roles/{role}/teams/',
      'users/{user}/roles/',
      'teams/{team}/roles/',
    ],
    ...[
      'inventories/{inventory}/object_roles/',
      'inventories/{inventory}/access_list/',
      'organizations/{organization}/users/',
    ],
    ...[
      'organizations/{organization}/admins/',
      'teams/{team}/users/',
      'users/{user}/teams/',
      'users/{user}/organizations/',
    ],
    ...['inventories/{inventory}/root_groups/', 'groups/{group}/all_hosts/', 'groups/{group}/potential_children/'],
    ...['hosts/{host}/all_groups/', 'hosts/{host}/variable_data/', 'inventories/{inventory}/script/?hostvars=1'],
    ...['unified_job_templates/', 'projects/{project}/playbooks/', 'job_templates/{job_template}/copy/'],
    ...['system_job_templates/', 'job_templates/{job_template}/notification_templates_success/'],
  ])('GET and OPTIONS of %s', async (path) => {
    expect(await send('GET', path)).toMatchObject({ status: 200 });
    expect(await send('OPTIONS', path)).toMatchObject({ status: 200, json: { actions: { GET: expect.anything() } } });
  });

  it.each([
    ...['users/999/roles/', 'inventories/999/script/', 'hosts/999/variable_data/', 'inventories/999/object_roles/'],
    ...['organizations/999/users/', 'projects/999/playbooks/', 'job_templates/999/copy/', 'groups/999/all_hosts/'],
    ...['roles/999/', 'roles/999/users/', 'job_templates/999/schedules/'],
  ])('GET of %s, which is of nothing', async (path) => expect(await send('GET', path)).toMatchObject({ status: 404 }));

  it('gives a role, and takes it away', async () => {
    const role = { id: ids['role'] ?? 0 };
    expect(await send('POST', 'users/{user}/roles/', role)).toEqual({ status: 204, location: null, json: null });
    expect((await send('GET', 'users/{user}/roles/')).json).toMatchObject({ count: 1 });
    expect(await send('POST', 'roles/{role}/users/', { id: ids['user'] ?? 0, disassociate: true })).toMatchObject({
      status: 204,
    });
    expect((await send('GET', 'roles/{role}/users/')).json).toMatchObject({ count: 0 });
  });

  it('makes members, new ones with the place where they are', async () => {
    expect(await send('POST', 'teams/{team}/users/', { id: ids['user'] ?? 0 })).toMatchObject({ status: 204 });
    const made = await send('POST', 'organizations/{organization}/users/', { username: 'bob', password: 'x' });
    expect(made).toMatchObject({ status: 201, location: (made.json as JsonObject)['url'] });
  });

  it('replaces variables by PUT and PATCH', async () => {
    for (const method of ['PUT', 'PATCH'])
      expect(await send(method, 'groups/{group}/variable_data/', { [method]: 1 })).toMatchObject({
        json: { [method]: 1 },
      });
    expect((await send('GET', 'groups/{group}/variable_data/')).json).toEqual({ PATCH: 1 });
  });

  it('copies', async () => {
    const made = await send('POST', 'job_templates/{job_template}/copy/', { name: 'Copy' });
    expect(made).toMatchObject({ status: 201, json: { name: 'Copy' } });
    expect(made.location).toMatch(/^\/api\/v2\/job_templates\/\d+\/$/);
  });

  it('lists files of a project as they are', async () => {
    expect((await send('GET', 'projects/{project}/playbooks/')).json).toEqual(['site.yml']);
  });

  it('is found by name, too', async () => {
    expect((await send('GET', 'inventories/I++Shop/script/')).json).toMatchObject({ all: { hosts: ['h'] } });
  });
});
