import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import { Installation } from '@testing/installation';
import type { ResourceType } from '../declaration/field.js';

describe('POST on a sublist', () => {
  let cairn: Installation;
  let organization: number;
  let inventory: number;
  let template: number;

  beforeEach(async () => {
    cairn = await Installation.open();
    ({ id: organization } = await cairn.make('organization', { name: 'Shop' }));
    ({ id: inventory } = await cairn.make('inventory', { name: 'I', organization }));
    const { id: project } = await cairn.make('project', { name: 'P', organization, local_path: 'p' });
    ({ id: template } = await cairn.make('job_template', { name: 'JT', project, inventory, playbook: 'site.yml' }));
  });
  afterEach(() => cairn.close());

  const post = (kind: ResourceType, id: number, path: string, body: JsonObject, viewer?: Viewer) =>
    cairn.api.relate({ kind, id, path }, body, cairn.caller(viewer));

  const names = async (kind: ResourceType, id: number, path: string): Promise<readonly unknown[]> => {
    const { results } = await cairn.api.sublist({ kind, id, path }, '', cairn.caller());
    return (results as readonly JsonObject[]).map(({ name }) => name);
  };

  it('attaches in the order of coming, once, and detaches', async () => {
    const groups = [];
    for (const name of ['c', 'a', 'b']) groups.push((await cairn.make('instance_group', { name })).id);
    for (const id of [...groups, ...groups])
      expect(await post('job_template', template, 'instance_groups', { id })).toBeUndefined();
    expect(await names('job_template', template, 'instance_groups')).toEqual(['c', 'a', 'b']);
    await post('job_template', template, 'instance_groups', { id: groups[0] ?? 0, disassociate: false });
    await post('job_template', template, 'instance_groups', { id: groups[0] ?? 0, disassociate: true });
    expect(await names('job_template', template, 'instance_groups')).toEqual(['a', 'b']);
  });

  it.each<[JsonObject, JsonObject]>([
    [{}, { msg: "Instance Group 'id' field is missing." }],
    [{ id: 'x' }, { msg: '"id" field must be an integer.' }],
    [{ disassociate: true }, { msg: '"id" is required to disassociate' }],
    [{ id: 999 }, { detail: 'InstanceGroup matching query does not exist.' }],
  ])('refuses %j', async (body, answer) => {
    await expect(post('job_template', template, 'instance_groups', body)).rejects.toMatchObject({ body: answer });
  });

  it('creates children in their place', async () => {
    const host = await post('inventory', inventory, 'hosts', { name: 'web1' });
    expect(host).toMatchObject({ type: 'host', inventory });
    const group = await post('inventory', inventory, 'groups', { name: 'web' });
    const inGroup = await post('group', Number(group?.['id']), 'hosts', { name: 'web2' });
    expect(inGroup).toMatchObject({ inventory });
    expect(await names('group', Number(group?.['id']), 'hosts')).toEqual(['web2']);
    expect(await post('group', Number(group?.['id']), 'hosts', { name: 'web1' })).toBeUndefined();
    expect(await names('group', Number(group?.['id']), 'hosts')).toEqual(['web1', 'web2']);
  });

  it('deletes what belongs to its owner, and nothing else', async () => {
    const host = await post('inventory', inventory, 'hosts', { name: 'web1' });
    const other = await cairn.make('inventory', { name: 'other', organization });
    const body = { id: Number(host?.['id']), disassociate: true };
    await post('inventory', other.id, 'hosts', body);
    expect(await names('inventory', inventory, 'hosts')).toEqual(['web1']);
    await post('inventory', inventory, 'hosts', body);
    expect(await names('inventory', inventory, 'hosts')).toEqual([]);
  });

  it('keeps a label by its name, as long as something carries it', async () => {
    const label = await post('job_template', template, 'labels', { name: 'night', organization });
    expect(label).toMatchObject({ type: 'label', name: 'night' });
    expect(await post('inventory', inventory, 'labels', { name: 'night', organization })).toBeUndefined();
    const id = Number(label?.['id']);
    await post('job_template', template, 'labels', { id, disassociate: true });
    expect(await names('inventory', inventory, 'labels')).toEqual(['night']);
    await post('inventory', inventory, 'labels', { id, disassociate: true });
    await expect(cairn.api.read({ kind: 'label', id }, cairn.caller())).rejects.toMatchObject({ kind: 'missing' });
  });

  it('keeps groups free of cycles and within one inventory', async () => {
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((name) => cairn.make('group', { name, inventory })));
    if (!a || !b || !c) throw new Error('three groups');
    await post('group', a.id, 'children', { id: b.id });
    await post('group', b.id, 'children', { id: c.id });
    for (const id of [a.id, c.id])
      await expect(post('group', c.id, 'children', { id })).rejects.toMatchObject({
        body: { error: 'Cyclical Group association.' },
      });
    const other = await cairn.make('inventory', { name: 'other', organization });
    const stranger = await cairn.make('group', { name: 'x', inventory: other.id });
    await expect(post('group', a.id, 'children', { id: stranger.id })).rejects.toMatchObject({
      body: { detail: 'Cannot associate two items from different inventories.' },
    });
  });

  it('gives a template one credential of a type, and vaults one per id', async () => {
    const type = async (kind: string, name: string) => {
      const inputs = { fields: [{ id: 'vault_id', label: 'Vault' }] };
      return (await cairn.seed('credential_type', { name, kind: 'cloud' }, { kind, inputs, managed: true })).id;
    };
    const [machine, vault, scm] = [
      await type('ssh', 'Machine'),
      await type('vault', 'Vault'),
      await type('scm', 'Source'),
    ];
    const credential = async (credential_type: number, name: string, inputs: JsonObject = {}) =>
      (await cairn.make('credential', { name, organization, credential_type, inputs })).id;
    const attach = async (id: number) => post('job_template', template, 'credentials', { id });
    const first = await credential(machine, 'm1');
    await attach(first);
    for (const id of [first, await credential(machine, 'm2')])
      await expect(attach(id)).rejects.toMatchObject({
        body: { error: 'Cannot assign multiple Machine credentials.' },
      });
    await attach(await credential(vault, 'v1', { vault_id: 'prod' }));
    await attach(await credential(vault, 'v2', { vault_id: 'test' }));
    await expect(attach(await credential(vault, 'v3', { vault_id: 'prod' }))).rejects.toMatchObject({
      body: { error: 'Cannot assign multiple Vault (id=prod) credentials.' },
    });
    await expect(attach(await credential(scm, 's'))).rejects.toMatchObject({
      body: { error: 'Cannot assign a Credential of kind `scm`.' },
    });
    expect(await names('job_template', template, 'credentials')).toEqual(['m1', 'v1', 'v2']);
  });

  it('needs change on the parent, and use of what is attached', async () => {
    const ann = await cairn.user('ann');
    const { id } = await cairn.make('instance_group', { name: 'ig' });
    const attach = () => post('job_template', template, 'instance_groups', { id }, ann);
    await expect(attach()).rejects.toMatchObject({ kind: 'forbidden' });
    await cairn.giveRole(ann, { kind: 'job_template', id: template }, 'admin_role');
    await expect(attach()).rejects.toMatchObject({ kind: 'forbidden' });
    await cairn.giveRole(ann, { kind: 'instance_group', id }, 'use_role');
    expect(await attach()).toBeUndefined();
  });

  it('lists of a missing object are missing', async () => {
    const list = cairn.api.sublist({ kind: 'job_template', id: 999, path: 'labels' }, '', cairn.caller());
    await expect(list).rejects.toMatchObject({ kind: 'missing' });
  });
});
