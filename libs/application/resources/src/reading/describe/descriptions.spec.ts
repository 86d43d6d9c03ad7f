import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import { Installation } from '@testing/installation';
import type { Described } from '../../api/resource-api.js';
import type { ResourceType } from '../../declaration/field.js';

describe('OPTIONS of resources', () => {
  let cairn: Installation;
  let ann: Viewer;
  let organization: number;
  let template: number;

  beforeAll(async () => {
    cairn = await Installation.open();
    ann = await cairn.user('ann');
    ({ id: organization } = await cairn.make('organization', { name: 'Shop' }));
    const { id: project } = await cairn.make('project', { name: 'P', organization, local_path: 'p' });
    const { id: inventory } = await cairn.make('inventory', { name: 'I', organization });
    const body = { name: 'JT', project, inventory, playbook: 'site.yml' };
    ({ id: template } = await cairn.make('job_template', body));
  });
  afterAll(() => cairn.close());

  type Actions = Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
  const actions = async (kind: ResourceType, target: Described = {}, viewer?: Viewer): Promise<Actions> =>
    (await cairn.api.describe(kind, target, cairn.caller(viewer)))['actions'] as unknown as Actions;

  it('tell of a list what it is searched by, and how its objects are written', async () => {
    const described = await cairn.api.describe('inventory', {}, cairn.caller());
    expect(described).toMatchObject({
      types: ['inventory'],
      search_fields: ['description', 'name'],
      max_page_size: 200,
      object_roles: ['admin_role', 'update_role', 'adhoc_role', 'use_role', 'read_role'],
      related_search_fields: expect.arrayContaining(['organization__search', 'hosts__search']),
    });
    const { GET, POST } = described['actions'] as unknown as Actions;
    expect(GET?.['total_hosts']).toMatchObject({
      type: 'integer',
      label: 'Total hosts',
      filterable: true,
      min_value: 0,
    });
    expect(POST).not.toHaveProperty('total_hosts');
    expect(POST?.['name']).toMatchObject({ type: 'string', required: true, max_length: 512 });
    expect(POST?.['name']).not.toHaveProperty('default');
    expect(POST?.['host_filter']).toMatchObject({ required: false, default: null });
    expect(POST?.['organization']).toMatchObject({ type: 'id', required: true });
    expect(POST?.['kind']).toMatchObject({
      type: 'choice',
      default: '',
      choices: expect.arrayContaining([['smart', expect.any(String)]]),
    });
  });

  it('name what is only written or only read', async () => {
    const { GET, POST } = await actions('credential');
    expect([GET?.['user'], POST?.['user']]).toMatchObject([undefined, { type: 'id', default: null }]);
    expect([GET?.['cloud'], POST?.['cloud']]).toMatchObject([{ type: 'field' }, undefined]);
    expect(GET?.['type']).toEqual({
      ...{ type: 'choice', label: 'Type', help_text: 'Data type for this credential.' },
      choices: [['credential', 'Credential']],
    });
    expect((await actions('workflow_job_template')).GET?.['type']).toMatchObject({
      filterable: true,
      choices: [['workflow_job_template', 'Workflow Template']],
    });
  });

  it('show methods only to those who may use them', async () => {
    expect(Object.keys(await actions('organization', {}, ann))).toEqual(['GET']);
    expect(Object.keys(await actions('credential', {}, ann))).toEqual(['GET', 'POST']);
    expect(Object.keys(await actions('job_template', { id: template }))).toEqual(['GET', 'PUT']);
    const target = { kind: 'job_template', id: template } as const;
    await cairn.giveRole(ann, target, 'read_role');
    expect(Object.keys(await actions('job_template', { id: template }, ann))).toEqual(['GET']);
    await cairn.giveRole(ann, target, 'admin_role');
    expect(Object.keys(await actions('job_template', { id: template }, ann))).toEqual(['GET', 'PUT']);
    await cairn.giveRole(ann, { kind: 'organization', id: organization }, 'project_admin_role');
    expect(Object.keys(await actions('project', {}, ann))).toEqual(['GET', 'POST']);
  });

  it('answer for what is not there as for what cannot be changed', async () => {
    expect(Object.keys(await actions('job_template', { id: 999 }))).toEqual(['GET']);
  });

  it('say of a sublist whether an id, or the fields of a child, can be sent', async () => {
    const post = async (kind: ResourceType, id: number, path: string) =>
      Object.keys((await actions(kind, { id, path })).POST ?? {});
    expect(await post('job_template', template, 'credentials')).toEqual(
      expect.arrayContaining(['id', 'name', 'credential_type', 'inputs']),
    );
    expect(await post('job_template', template, 'credentials')).not.toContain('user');
    expect(await post('job_template', template, 'instance_groups')).toEqual(['id']);
    expect(await post('organization', organization, 'job_templates')).toEqual([]);
  });
});
