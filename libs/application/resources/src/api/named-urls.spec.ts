import { Installation } from '@testing/installation';
import { NamedUrls } from './named-urls.js';

describe('objects by name in a path', () => {
  let cairn: Installation;
  let names: NamedUrls;
  let shop: number;
  let host: number;
  let template: number;

  beforeAll(async () => {
    cairn = await Installation.open();
    names = new NamedUrls(cairn.store);
    ({ id: shop } = await cairn.make('organization', { name: 'Shop + Co' }));
    const { id: inventory } = await cairn.make('inventory', { name: 'I', organization: shop });
    ({ id: host } = await cairn.make('host', { name: 'web1', inventory }));
    const { id: project } = await cairn.make('project', { name: 'P', organization: shop, local_path: 'p' });
    const body = { name: 'JT', project, inventory, playbook: 'site.yml' };
    ({ id: template } = await cairn.make('job_template', body));
  });
  afterAll(() => cairn.close());

  it('are found by what names them, and by what they are within', async () => {
    expect(await names.idOf('organization', 'Shop [+] Co')).toBe(shop);
    expect(await names.idOf('host', 'web1++I++Shop [+] Co')).toBe(host);
    expect(await names.idOf('user', 'admin')).toBe(1);
    expect(await names.idOf('job_template', 'JT++Shop [+] Co')).toBe(template);
    expect(await names.idOf('job_template', 'JT')).toBe(template);
  });

  it.each([
    ['organization', 'Shop'],
    ['organization', 'Shop [+] Co++x'],
    ['host', 'web1'],
    ['host', 'web1++I++Other'],
    ['host', 'web1++I'],
    ['credential_type', 'Machine'],
    ['job_template', 'JT++'],
  ] as const)('are not found: %s %s', async (type, text) => {
    expect(await names.idOf(type, text)).toBeUndefined();
  });

  it('are not found by an ambiguous name', async () => {
    const { id: organization } = await cairn.make('organization', { name: 'Other' });
    const { id: project } = await cairn.make('project', { name: 'Q', organization, local_path: 'q' });
    const body = { name: 'JT', project, ask_inventory_on_launch: true, playbook: 'site.yml' };
    const { id } = await cairn.make('job_template', body);
    expect(await names.idOf('job_template', 'JT')).toBeUndefined();
    expect(await names.idOf('job_template', 'JT++Other')).toBe(id);
  });

  it('read back the names that were written', async () => {
    const [row] = await cairn.store.all('SELECT * FROM host WHERE id = ?', [host]);
    const text = row && (await names.nameOf('host', row));
    expect(text).toBe('web1++I++Shop [+] Co');
  });
});
