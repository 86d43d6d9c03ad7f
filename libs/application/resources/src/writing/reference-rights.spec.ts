import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import { Installation } from '@testing/installation';
import type { Target } from '../api/resource-api.js';
import type { ResourceType } from '../declaration/field.js';

describe('rights on what an object refers to', () => {
  let cairn: Installation;
  let ann: Viewer;
  let organization: Target;
  let inventory: Target;
  let project: Target;

  beforeEach(async () => {
    cairn = await Installation.open();
    ann = await cairn.user('ann');
    organization = await make('organization', { name: 'Shop' });
    inventory = await make('inventory', { name: 'I', organization: organization.id });
    project = await make('project', { name: 'P', organization: organization.id, local_path: 'p' });
  });
  afterEach(() => cairn.close());

  const make = async (kind: ResourceType, body: JsonObject): Promise<Target> => ({
    kind,
    id: (await cairn.make(kind, body)).id,
  });
  const create = (kind: ResourceType, body: JsonObject) => cairn.api.create(kind, body, cairn.caller(ann));
  const change = (target: Target, body: JsonObject) =>
    cairn.api.change(target, { body, whole: false }, cairn.caller(ann));
  const FORBIDDEN = { kind: 'forbidden' };

  it('a project needs use of its credential', async () => {
    const { id: type } = await cairn.seed(
      'credential_type',
      { name: 'SCM', kind: 'cloud' },
      { kind: 'scm', inputs: {} },
    );
    const owner = { organization: organization.id };
    const credential = await make('credential', { name: 'C', credential_type: type, inputs: {}, ...owner });
    await cairn.giveRole(ann, organization, 'project_admin_role');
    await cairn.giveRole(ann, organization, 'member_role');
    const body = { name: 'Q', scm_type: 'git', scm_url: 'x', credential: credential.id, ...owner };
    await expect(create('project', body)).rejects.toMatchObject(FORBIDDEN);
    await expect(change(project, { scm_type: 'git', scm_url: 'x', credential: credential.id })).rejects.toMatchObject(
      FORBIDDEN,
    );
    await cairn.giveRole(ann, credential, 'use_role');
    expect(await create('project', body)).toMatchObject({ credential: credential.id });
  });

  it('a job template needs use of project and inventory, however the ids are written', async () => {
    const body = (id: number | string) => ({ name: 'JT', project: project.id, inventory: id, playbook: 'site.yml' });
    await cairn.giveRole(ann, project, 'use_role');
    for (const id of [inventory.id, String(inventory.id)])
      await expect(create('job_template', body(id))).rejects.toMatchObject({
        body: { inventory: ['You do not have use permission on Inventory'] },
      });
    await cairn.giveRole(ann, inventory, 'use_role');
    expect(await create('job_template', body(String(inventory.id)))).toMatchObject({ inventory: inventory.id });
  });

  it('an administrator of a template without them changes only what is harmless', async () => {
    const body = { name: 'JT', project: project.id, inventory: inventory.id, playbook: 'site.yml' };
    const template = await make('job_template', body);
    await cairn.giveRole(ann, template, 'admin_role');
    expect(await change(template, { limit: 'web', playbook: 'site.yml' })).toMatchObject({ limit: 'web' });
    await expect(change(template, { playbook: 'other.yml' })).rejects.toMatchObject(FORBIDDEN);
    await cairn.giveRole(ann, inventory, 'use_role');
    await expect(change(template, { playbook: 'other.yml' })).rejects.toMatchObject(FORBIDDEN);
    await cairn.giveRole(ann, project, 'use_role');
    expect(await change(template, { playbook: 'other.yml' })).toMatchObject({ playbook: 'other.yml' });
  });

  it('nothing moves to an organization where one could not create it', async () => {
    const other = await make('organization', { name: 'Other' });
    await cairn.giveRole(ann, inventory, 'admin_role');
    await expect(change(inventory, { organization: other.id })).rejects.toMatchObject(FORBIDDEN);
    await cairn.giveRole(ann, other, 'inventory_admin_role');
    expect(await change(inventory, { organization: other.id })).toMatchObject({ organization: other.id });
  });
});
