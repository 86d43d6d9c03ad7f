import type { JsonObject } from '@domain/kernel';
import { AccessWorld, idIn } from './world.js';

let world: AccessWorld;
beforeAll(async () => {
  world = await AccessWorld.open();
});
afterAll(() => world.close());

const send = (method: string, path: string, body?: JsonObject, as?: string) => world.api.send(method, path, body, as);
const named = async (path: string): Promise<readonly unknown[]> =>
  ((await send('GET', path)).body['results'] as readonly JsonObject[]).map(({ name }) => name);
const systemRole = async (field: string): Promise<number> =>
  idIn((await send('GET', `roles/?role_field=${field}`)).body);

describe('roles of the system', () => {
  it('are shown as AWX shows them, and everybody may know of them', async () => {
    await world.user('plain');
    const id = await systemRole('system_auditor');
    const { status, body } = await send('GET', `roles/${id}/`, undefined, 'plain');
    expect([status, body]).toEqual([
      200,
      {
        ...{ id, type: 'role', url: `/api/v2/roles/${id}/`, summary_fields: {} },
        related: { users: `/api/v2/roles/${id}/users/`, teams: `/api/v2/roles/${id}/teams/` },
        ...{ name: 'System Auditor', description: 'Can view all aspects of the system' },
      },
    ]);
  });

  it('make auditors and superusers of users, and take it back', async () => {
    const ann = await world.user('ann');
    const flags = async () => (await send('GET', `users/${ann}/`)).body;
    const [administrator, auditor] = [await systemRole('system_administrator'), await systemRole('system_auditor')];
    expect((await send('POST', `users/${ann}/roles/`, { id: auditor })).status).toBe(204);
    expect((await send('POST', `roles/${administrator}/users/`, { id: ann })).status).toBe(204);
    expect(await flags()).toMatchObject({ is_superuser: true, is_system_auditor: true });
    expect(await named(`users/${ann}/roles/?order_by=id`)).toEqual(['System Administrator', 'System Auditor']);
    await send('POST', `users/${ann}/roles/`, { id: administrator, disassociate: true });
    expect(await flags()).toMatchObject({ is_superuser: false, is_system_auditor: true });
    await send('PATCH', `users/${ann}/`, { is_system_auditor: false });
    expect(await named(`users/${ann}/roles/`)).toEqual([]);
  });

  it('are given by superusers only, and never to teams', async () => {
    const { own } = world;
    const auditor = await systemRole('system_auditor');
    await world.holder('boss', 'organization', own['organization'] ?? 0, 'admin_role');
    expect((await send('POST', `users/${own['guest']}/roles/`, { id: auditor }, 'boss')).status).toBe(403);
    expect(await send('POST', `teams/${own['team']}/roles/`, { id: auditor })).toMatchObject({
      status: 400,
      body: { msg: 'You cannot grant system-level permissions to a team.' },
    });
  });

  it('stand in access lists with their ids', async () => {
    const { own } = world;
    const { body } = await send('GET', `job_templates/${own['job_template']}/access_list/?username=admin`);
    const [admin] = body['results'] as readonly JsonObject[];
    expect(admin?.['summary_fields']).toMatchObject({
      indirect_access: [{ role: { id: await systemRole('system_administrator'), name: 'System Administrator' } }],
    });
    expect((await send('GET', `users/${own['user']}/access_list/`)).body).toMatchObject({ count: 1 });
  });
});

describe('roles of objects', () => {
  it('name the roles that they follow from and that follow from them', async () => {
    const { own } = world;
    const execute = await world.roleOf('job_template', own['job_template'] ?? 0, 'execute_role');
    const admin = await world.roleOf('organization', own['organization'] ?? 0, 'admin_role');
    expect([...(await named(`roles/${execute}/parents/`))].sort()).toEqual(['Admin', 'Execute']);
    expect(await named(`roles/${execute}/children/`)).toEqual(['Read']);
    expect(await named(`roles/${admin}/children/?page_size=50`)).toEqual(
      expect.arrayContaining(['Project Admin', 'Approve', 'Member', 'Admin']),
    );
  });
});

describe('members of an organization', () => {
  it('are taken in by its administrator if he may edit them: not superusers, nor members of others', async () => {
    const { own, other } = world;
    await world.holder('chief', 'organization', own['organization'] ?? 0, 'admin_role');
    const members = `organizations/${own['organization']}/users/`;
    const take = async (id: number) => (await send('POST', members, { id }, 'chief')).status;
    expect(await take(await world.user('loner'))).toBe(204);
    expect(await take(await world.user('root', { isSuperuser: true }))).toBe(403);
    expect(await take(other['user'] ?? 0)).toBe(403);
    const rich = await world.user('rich');
    const role = await world.roleOf('inventory', other['inventory'] ?? 0, 'admin_role');
    await world.expect(204, `users/${rich}/roles/`, { id: role });
    expect(await take(rich)).toBe(403);
  });

  it('may be changed and deleted by its administrator, who makes nobody a superuser', async () => {
    const { own, other } = world;
    await world.holder('head', 'organization', own['organization'] ?? 0, 'admin_role');
    const change = async (id: number, body: JsonObject) => (await send('PATCH', `users/${id}/`, body, 'head')).status;
    expect(await change(own['guest'] ?? 0, { first_name: 'New' })).toBe(200);
    expect(await change(own['guest'] ?? 0, { is_superuser: true })).toBe(403);
    expect(await change(other['guest'] ?? 0, { first_name: 'New' })).toBe(403);
    const shown = await send('GET', `users/${own['guest']}/`, undefined, 'head');
    expect(shown.body['summary_fields']).toMatchObject({ user_capabilities: { edit: true, delete: true } });
    expect((await send('DELETE', `users/${own['guest']}/`, undefined, 'head')).status).toBe(204);
  });
});
