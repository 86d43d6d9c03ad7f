import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import { Installation } from '@testing/installation';
import type { Target } from '../api/resource-api.js';
import { ROLE_SUBLISTS, type RoleSublist } from './role-sublists.js';

describe('roles', () => {
  let cairn: Installation;
  let ann: Viewer;
  let bob: Viewer;
  let organization: Target;
  let team: { readonly kind: 'team'; readonly id: number };
  let inventory: Target;

  beforeEach(async () => {
    cairn = await Installation.open();
    [ann, bob] = [await cairn.user('ann'), await cairn.user('bob')];
    organization = { kind: 'organization', id: (await cairn.make('organization', { name: 'Shop' })).id };
    team = { kind: 'team', id: (await cairn.make('team', { name: 'T', organization: organization.id })).id };
    inventory = {
      kind: 'inventory',
      id: (await cairn.make('inventory', { name: 'I', organization: organization.id })).id,
    };
  });
  afterEach(() => cairn.close());

  const rows = (list: JsonObject): readonly JsonObject[] => list['results'] as readonly JsonObject[];
  const listOf = (kind: string, path: string): RoleSublist => {
    const found = ROLE_SUBLISTS.find((list) => list.kind === kind && list.path === path);
    if (!found) throw new Error(`no ${kind}/${path}`);
    return found;
  };

  it('tells of an object which roles it has, and of a role which object it is of', async () => {
    const list = await cairn.roles.ofObject(inventory, 'order_by=id', cairn.caller());
    expect(rows(list).map(({ name }) => name)).toEqual(['Admin', 'Update', 'Ad Hoc', 'Use', 'Read']);
    const role = await cairn.roleOf(inventory, 'use_role');
    expect(await cairn.roles.read(role, cairn.caller())).toEqual({
      ...{ id: role, type: 'role', url: `/api/v2/roles/${role}/` },
      related: {
        users: `/api/v2/roles/${role}/users/`,
        teams: `/api/v2/roles/${role}/teams/`,
        inventory: `/api/v2/inventories/${inventory.id}/`,
      },
      summary_fields: {
        ...{ resource_name: 'I', resource_type: 'inventory', resource_type_display_name: 'Inventory' },
        resource_id: inventory.id,
      },
      ...{ name: 'Use', description: 'Can use the inventory in a job template' },
    });
    await expect(cairn.roles.read(9999, cairn.caller())).rejects.toMatchObject({ kind: 'missing' });
    await expect(cairn.roles.read(role, cairn.caller(ann))).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('are given and taken from either side, and giving twice changes nothing', async () => {
    const role = await cairn.roleOf(inventory, 'use_role');
    const holder = { kind: 'user', id: ann.id } as const;
    await cairn.roles.give(holder, { id: role }, cairn.caller());
    await cairn.roles.give(holder, { id: role }, cairn.caller());
    expect(rows(await cairn.roles.ofHolder(holder, '', cairn.caller(ann)))).toMatchObject([{ id: role }]);
    expect(rows(await cairn.roles.holders(role, 'user', '', cairn.caller()))).toMatchObject([{ username: 'ann' }]);
    await cairn.roles.giveTo(role, 'user', { id: ann.id, disassociate: true }, cairn.caller());
    expect(rows(await cairn.roles.ofHolder(holder, '', cairn.caller(ann)))).toEqual([]);
    await cairn.roles.giveTo(role, 'team', { id: team.id }, cairn.caller());
    expect(rows(await cairn.roles.holders(role, 'team', '', cairn.caller()))).toMatchObject([{ name: 'T' }]);
  });

  it('are refused when they do not exist, or are not named', async () => {
    const holder = { kind: 'user', id: ann.id } as const;
    await expect(cairn.roles.give(holder, {}, cairn.caller())).rejects.toMatchObject({
      body: { msg: "Role 'id' field is missing." },
    });
    await expect(cairn.roles.give(holder, { id: 9999 }, cairn.caller())).rejects.toMatchObject({
      body: { detail: 'Role matching query does not exist.' },
    });
    const role = await cairn.roleOf(inventory, 'use_role');
    await expect(cairn.roles.giveTo(9999, 'user', { id: ann.id }, cairn.caller())).rejects.toMatchObject({
      kind: 'missing',
    });
    await expect(cairn.roles.give({ kind: 'user', id: 999 }, { id: role }, cairn.caller())).rejects.toMatchObject({
      kind: 'missing',
    });
  });

  it('need admin on the object, and that one can see whom one gives them to', async () => {
    const role = await cairn.roleOf(inventory, 'use_role');
    const give = (to: Viewer) => cairn.roles.give({ kind: 'user', id: to.id }, { id: role }, cairn.caller(ann));
    await cairn.giveRole(ann, inventory, 'use_role');
    await expect(give(ann)).rejects.toMatchObject({ kind: 'forbidden' });
    await cairn.giveRole(ann, inventory, 'admin_role');
    await expect(give(bob)).rejects.toMatchObject({ kind: 'forbidden' });
    await cairn.giveRole(ann, organization, 'member_role');
    await cairn.giveRole(bob, organization, 'member_role');
    await give(bob);
    expect(rows(await cairn.roles.holders(role, 'user', '', cairn.caller()))).toMatchObject([
      { username: 'ann' },
      { username: 'bob' },
    ]);
  });

  it('of an organization do not go to teams, nor those of a credential outside of its organization', async () => {
    const participation = await cairn.roleOf(organization, 'member_role');
    await expect(cairn.roles.give(team, { id: participation }, cairn.caller())).rejects.toMatchObject({
      body: { msg: 'You cannot assign an Organization participation role as a child role for a Team.' },
    });
    const type = await cairn.seed('credential_type', { name: 'Token', kind: 'cloud' }, { inputs: {}, kind: 'cloud' });
    const credential = async (owner: JsonObject): Promise<Target> => ({
      kind: 'credential',
      id: (await cairn.make('credential', { name: 'C', credential_type: type.id, inputs: {}, ...owner })).id,
    });
    const shared = await credential({ organization: organization.id });
    await expect(cairn.giveRole(ann, shared, 'use_role')).rejects.toMatchObject({
      body: { msg: "You cannot grant credential access to a user not in the credentials' organization" },
    });
    await cairn.giveRole(ann, organization, 'member_role');
    await cairn.giveRole(ann, shared, 'use_role');
    const mine = await credential({ user: bob.id });
    const use = await cairn.roleOf(mine, 'use_role');
    await expect(cairn.roles.give(team, { id: use }, cairn.caller())).rejects.toMatchObject({
      body: { msg: expect.stringContaining("a team when the Organization field isn't set") },
    });
    const admin = await cairn.roleOf(mine, 'admin_role');
    await expect(
      cairn.roles.give({ kind: 'user', id: bob.id }, { id: admin }, cairn.caller(bob)),
    ).rejects.toMatchObject({ body: { msg: 'You cannot grant private credential access to another user' } });
  });

  it('make members of organizations and teams, existing ones or new', async () => {
    const users = listOf('organization', 'users');
    expect(await cairn.roles.relate(users, organization.id, { id: ann.id }, cairn.caller())).toBeUndefined();
    await cairn.giveRole(ann, organization, 'admin_role');
    const made = { username: 'cat', password: 'secret' };
    const cat = await cairn.roles.relate(users, organization.id, made, cairn.caller(ann));
    expect(cat).toMatchObject({ type: 'user', username: 'cat' });
    expect(rows(await cairn.roles.sublist(users, organization.id, '', cairn.caller()))).toMatchObject([
      { username: 'ann' },
      { username: 'cat' },
    ]);
    await cairn.roles.relate(users, organization.id, { id: ann.id, disassociate: true }, cairn.caller());
    expect(rows(await cairn.roles.sublist(users, organization.id, '', cairn.caller()))).toHaveLength(1);
    await expect(cairn.roles.relate(users, organization.id, { id: 999 }, cairn.caller())).rejects.toMatchObject({
      body: { detail: 'User matching query does not exist.' },
    });
    await cairn.roles.relate(listOf('team', 'users'), team.id, { id: bob.id }, cairn.caller());
    expect(rows(await cairn.roles.sublist(listOf('user', 'teams'), bob.id, '', cairn.caller()))).toMatchObject([
      { name: 'T' },
    ]);
  });

  it('explain who has access: directly, through a team, through the organization, as superuser', async () => {
    await cairn.giveRole(ann, inventory, 'use_role');
    await cairn.giveRole(bob, team, 'member_role');
    await cairn.roles.give(team, { id: await cairn.roleOf(inventory, 'adhoc_role') }, cairn.caller());
    await cairn.giveRole(bob, organization, 'inventory_admin_role');
    const list = await cairn.roles.accessList(inventory, '', cairn.caller());
    expect(
      rows(list).map(({ username, summary_fields }) => ({ username, ...(summary_fields as object) })),
    ).toMatchObject([
      {
        username: 'admin',
        direct_access: [],
        indirect_access: [{ role: { name: 'System Administrator', user_capabilities: { unattach: false } } }],
      },
      {
        username: 'ann',
        direct_access: [
          {
            role: {
              name: 'Use',
              resource_name: 'I',
              resource_type: 'inventory',
              user_capabilities: { unattach: true },
            },
            descendant_roles: ['read_role', 'use_role'],
          },
        ],
        indirect_access: [],
      },
      {
        username: 'bob',
        direct_access: [{ role: { name: 'Ad Hoc', team_id: team.id, team_name: 'T', team_organization_name: 'Shop' } }],
        indirect_access: [{ role: { name: 'Inventory Admin', resource_name: 'Shop', resource_type: 'organization' } }],
      },
    ]);
  });
});
