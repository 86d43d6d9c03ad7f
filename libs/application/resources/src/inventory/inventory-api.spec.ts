import type { JsonObject } from '@domain/kernel';
import { Installation } from '@testing/installation';
import { GROUP_LISTS } from './group-lists.js';
import { InventoryApi } from './inventory-api.js';

//   all ── web ── eu ── web1, web2
//    │      └─ db (empty)
//    └──── free
describe('inventories beside being resources', () => {
  let cairn: Installation;
  let inventories: InventoryApi;
  let inventory: number;
  const ids: Record<string, number> = {};

  beforeAll(async () => {
    cairn = await Installation.open();
    inventories = new InventoryApi(cairn.api, cairn.store);
    const { id: organization } = await cairn.make('organization', { name: 'Shop' });
    ({ id: inventory } = await cairn.make('inventory', { name: 'I', organization, variables: 'region: eu' }));
    const hosts = { web1: { variables: 'port: 80' }, web2: {}, off: { enabled: false }, free: {} };
    for (const [name, more] of Object.entries(hosts))
      ids[name] = (await cairn.make('host', { name, inventory, ...more })).id;
    for (const name of ['web', 'eu', 'db'])
      ids[name] = (await cairn.make('group', { name, inventory, variables: name === 'web' ? '{"tier": 1.0}' : '' })).id;
    await link('web', 'children', 'eu', 'db');
    await link('eu', 'hosts', 'web1', 'web2', 'off');
  });
  afterAll(() => cairn.close());

  const link = async (group: string, path: string, ...children: readonly string[]): Promise<void> => {
    for (const child of children)
      await cairn.api.relate({ kind: 'group', id: ids[group] ?? 0, path }, { id: ids[child] ?? 0 }, cairn.caller());
  };

  const script = (query: string): Promise<JsonObject> =>
    inventories.script(inventory, new URLSearchParams(query), cairn.caller());

  it('are listed as Ansible reads them', async () => {
    expect(await script('')).toEqual({
      all: { vars: { region: 'eu' }, hosts: ['free'], children: ['db', 'eu', 'web'] },
      web: { children: ['db', 'eu'], vars: { tier: expect.anything() } },
      eu: { hosts: ['web1', 'web2'] },
    });
    const { _meta, eu } = await script('hostvars=1&all=1');
    expect(_meta).toEqual({ hostvars: { free: {}, off: {}, web1: { port: 80 }, web2: {} } });
    expect(eu).toEqual({ hosts: ['off', 'web1', 'web2'] });
  });

  it('tell a play which host it is here', async () => {
    const { _meta } = await script('hostvars=1&towervars=1');
    const id = ids['web1'];
    expect(_meta).toMatchObject({
      hostvars: { web1: { port: 80, remote_host_enabled: 'true', remote_host_id: id, remote_tower_id: id } },
    });
  });

  it.each([
    ['slice1of2', ['free'], ['web2']],
    ['slice2of2', [], ['web1']],
  ])('give every n-th host (%s)', async (subset, free, grouped) => {
    const { all, eu } = await script(`subset=${subset}`);
    expect([all, eu]).toMatchObject([{ hosts: free }, { hosts: grouped }]);
  });

  it.each([
    ['group=web', 'Subset does not use any supported syntax.'],
    ['slice1', 'Could not parse subset as slice specification.'],
    ['slice3of2', 'Slice number must be less than total number of slices.'],
    ['slice0of2', 'Slice number must be 1 or higher.'],
  ])('refuse %s as a subset', async (subset, detail) => {
    await expect(script(`subset=${subset}`)).rejects.toMatchObject({ body: { detail } });
  });

  it('give the variables of one host', async () => {
    expect(await script('host=web1')).toEqual({ port: 80 });
    await expect(script('host=off')).rejects.toMatchObject({ kind: 'missing' });
    expect(await script('host=off&all=1')).toEqual({});
  });

  it('replace all variables at once', async () => {
    const target = { kind: 'group', id: ids['db'] ?? 0 } as const;
    expect(await inventories.setVariables(target, { b: [1, 2] }, cairn.caller())).toEqual({ b: [1, 2] });
    expect(await inventories.setVariables(target, { c: 'x' }, cairn.caller())).toEqual({ c: 'x' });
    expect(await inventories.variables(target, cairn.caller())).toEqual({ c: 'x' });
    expect(await cairn.api.read(target, cairn.caller())).toMatchObject({ variables: '{"c": "x"}' });
    await inventories.setVariables(target, {}, cairn.caller());
  });

  it.each([
    ['inventory', 'root_groups', 'I', ['web']],
    ['group', 'all_hosts', 'web', ['off', 'web1', 'web2']],
    ['host', 'all_groups', 'web1', ['eu', 'web']],
    ['group', 'potential_children', 'eu', ['db']],
    ['group', 'potential_children', 'web', []],
  ])('know of %s %s', async (kind, path, name, expected) => {
    const list = GROUP_LISTS.find((candidate) => candidate.kind === kind && candidate.path === path);
    if (!list) throw new Error(`no ${kind}/${path}`);
    const id = kind === 'inventory' ? inventory : (ids[name] ?? 0);
    const { results } = await inventories.groupList(list, id, '', cairn.caller());
    expect((results as readonly JsonObject[]).map((row) => row['name'])).toEqual(expected);
  });
});
