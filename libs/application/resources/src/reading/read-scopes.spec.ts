import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import { Installation } from '@testing/installation';
import type { ResourceType } from '../declaration/field.js';

describe('what ordinary users may read', () => {
  let cairn: Installation;
  let ann: Viewer;
  const ids: Record<string, number> = {};

  beforeAll(async () => {
    cairn = await Installation.open();
    ann = await cairn.user('ann');
    const { id: organization } = await cairn.make('organization', { name: 'Shop' });
    const { id: inventory } = await cairn.make('inventory', { name: 'I', organization });
    const { id: project } = await cairn.make('project', { name: 'P', organization, local_path: 'p' });
    const jt = { name: 'JT', project, inventory, playbook: 'site.yml' };
    const made: readonly (readonly [ResourceType, JsonObject])[] = [
      ['team', { name: 'T', organization }],
      ['label', { name: 'L', organization }],
      ['host', { name: 'h', inventory }],
      ['group', { name: 'g', inventory }],
      ['execution_environment', { name: 'EE', image: 'ee', organization }],
      ['job_template', jt],
      ['workflow_job_template', { name: 'W', organization }],
      ['instance_group', { name: 'IG' }],
    ];
    Object.assign(ids, { organization, inventory, project });
    for (const [type, body] of made) ids[type] = (await cairn.make(type, body)).id;
    await cairn.make('execution_environment', { name: 'Everywhere', image: 'ee' });
    await cairn.make('organization', { name: 'Other' });
  });
  afterAll(() => cairn.close());

  const names = async (type: ResourceType, viewer: Viewer, search = ''): Promise<readonly unknown[]> => {
    const { results } = await cairn.api.list(type, search, cairn.caller(viewer));
    return (results as readonly JsonObject[]).map((row) => row['username'] ?? row['name']);
  };

  const during = async (type: ResourceType, role: string, check: () => Promise<void>): Promise<void> => {
    const give = (more: JsonObject = {}) => cairn.giveRole(ann, { kind: type, id: ids[type] ?? 0 }, role, more);
    await give();
    await check();
    await give({ disassociate: true });
  };

  it('is nothing of what has roles, what is global, and oneself beside those who run the installation', async () => {
    for (const type of [
      'organization',
      'team',
      'label',
      'inventory',
      'host',
      'job_template',
      'instance_group',
    ] as const)
      expect(await names(type, ann)).toEqual([]);
    expect(await names('execution_environment', ann)).toEqual(['Everywhere']);
    expect(await names('user', ann)).toEqual(['admin', 'ann']);
    const refused = cairn.api.read({ kind: 'host', id: ids['host'] ?? 0 }, cairn.caller(ann));
    await expect(refused).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(cairn.api.read({ kind: 'host', id: 999 }, cairn.caller(ann))).rejects.toMatchObject({
      kind: 'missing',
    });
  });

  it('follows roles: of the inventory for its hosts and groups', () =>
    during('inventory', 'use_role', async () => {
      expect(await names('inventory', ann)).toEqual(['I']);
      expect(await names('host', ann)).toEqual(['h']);
      expect(await names('group', ann)).toEqual(['g']);
      expect(await names('job_template', ann)).toEqual([]);
      expect(await names('inventory', ann, 'role_level=use_role')).toEqual(['I']);
      expect(await names('inventory', ann, 'role_level=admin_role')).toEqual([]);
    }));

  it('follows roles: of the organization for what the role manages', () =>
    during('organization', 'inventory_admin_role', async () => {
      expect(await names('organization', ann)).toEqual(['Shop']);
      expect(await names('inventory', ann)).toEqual(['I']);
      expect(await names('project', ann)).toEqual([]);
      expect(await names('label', ann)).toEqual(['L']);
      expect(await names('execution_environment', ann)).toEqual(['Everywhere', 'EE']);
    }));

  it('is everything of an organization for its auditor', () =>
    during('organization', 'auditor_role', async () => {
      for (const type of ['team', 'inventory', 'project', 'job_template', 'workflow_job_template'] as const)
        expect(await names(type, ann)).toHaveLength(1);
    }));

  it('is every user for administrators, and fellow members for members', async () => {
    const bob = await cairn.user('bob');
    await during('organization', 'admin_role', async () => expect(await names('user', ann)).toContain('bob'));
    await during('organization', 'member_role', async () => {
      expect(await names('user', ann)).toEqual(['admin', 'ann']);
      await cairn.giveRole(bob, { kind: 'organization', id: ids['organization'] ?? 0 }, 'member_role');
      expect(await names('user', ann)).toEqual(['admin', 'ann', 'bob']);
    });
  });

  it('is what a team may read for its members', async () => {
    const team = { kind: 'team', id: ids['team'] ?? 0 } as const;
    const role = await cairn.roleOf({ kind: 'job_template', id: ids['job_template'] ?? 0 }, 'execute_role');
    await cairn.roles.give(team, { id: role }, cairn.caller());
    await during('team', 'member_role', async () => expect(await names('job_template', ann)).toEqual(['JT']));
    expect(await names('job_template', ann)).toEqual([]);
  });

  it('is what a team in which the own team is a member may read', async () => {
    const { id: around } = await cairn.make('team', { name: 'Around', organization: ids['organization'] ?? 0 });
    const member = await cairn.roleOf({ kind: 'team', id: around }, 'member_role');
    const use = await cairn.roleOf({ kind: 'project', id: ids['project'] ?? 0 }, 'use_role');
    await cairn.roles.give({ kind: 'team', id: ids['team'] ?? 0 }, { id: member }, cairn.caller());
    await cairn.roles.give({ kind: 'team', id: around }, { id: use }, cairn.caller());
    await during('team', 'member_role', async () => expect(await names('project', ann)).toEqual(['P']));
    expect(await names('project', ann)).toEqual([]);
  });

  it('is everything for system auditors', async () => {
    expect(await names('job_template', { ...ann, isSystemAuditor: true })).toEqual(['JT']);
  });

  it('is the mixed list of templates by the same rules', () =>
    during('project', 'read_role', async () => {
      const { results } = await cairn.api.templates('', cairn.caller(ann));
      expect(results).toMatchObject([{ type: 'project', name: 'P' }]);
      const all = await cairn.api.templates('order_by=-type', cairn.caller());
      expect(all).toMatchObject({
        results: [
          { type: 'workflow_job_template' },
          { type: 'project' },
          { type: 'job_template', playbook: 'site.yml' },
        ],
      });
    }));
});
