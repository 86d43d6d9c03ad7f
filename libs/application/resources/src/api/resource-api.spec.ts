import { Installation } from '@testing/installation';

describe('ResourceApi', () => {
  let cairn: Installation;
  beforeEach(async () => {
    cairn = await Installation.open();
  });
  afterEach(() => cairn.close());

  it('answers a create, a change and a read with the same object, values as posted', async () => {
    const { id: organization } = await cairn.make('organization', { name: 'Default' });
    const created = await cairn.make('inventory', { name: 'Shop', organization, variables: '---\na: 1' });
    expect(created).toMatchObject({
      type: 'inventory',
      url: `/api/v2/inventories/${created.id}/`,
      name: 'Shop',
      variables: '---\na: 1',
      total_hosts: 0,
      host_filter: null,
      related: { organization: `/api/v2/organizations/${organization}/`, created_by: '/api/v2/users/1/' },
      summary_fields: {
        organization: { id: organization, name: 'Default', description: '' },
        created_by: { id: 1, username: 'admin', first_name: '', last_name: '' },
        user_capabilities: { edit: true, delete: true, copy: true, adhoc: true },
        labels: { count: 0, results: [] },
      },
    });
    const target = { kind: 'inventory', id: created.id } as const;
    expect(await cairn.api.read(target, cairn.caller())).toEqual(created);
    const changed = await cairn.api.change(target, { body: { name: 'Store' }, whole: false }, cairn.caller());
    expect(changed).toMatchObject({ id: created.id, name: 'Store', variables: '---\na: 1' });
  });

  it('lists what was created, and forgets what was removed', async () => {
    await cairn.make('organization', { name: 'B' });
    const { id } = await cairn.make('organization', { name: 'A' });
    const list = await cairn.api.list('organization', 'page_size=1', cairn.caller());
    expect(list).toMatchObject({
      count: 2,
      next: '/api/v2/organizations/?page=2&page_size=1',
      results: [{ name: 'A' }],
    });
    await cairn.api.remove({ kind: 'organization', id }, cairn.caller());
    expect(await cairn.api.list('organization', '', cairn.caller())).toMatchObject({ count: 1 });
    await expect(cairn.api.read({ kind: 'organization', id }, cairn.caller())).rejects.toMatchObject({
      kind: 'missing',
    });
  });
});
