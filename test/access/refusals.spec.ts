import type { JsonObject } from '@domain/kernel';
import { AccessWorld } from './world.js';

let world: AccessWorld;
beforeAll(async () => {
  world = await AccessWorld.open();
  await world.user('auditor', { isSystemAuditor: true });
});
afterAll(() => world.close());

const historyOf = async (user: number, as: string): Promise<readonly JsonObject[]> => {
  const { body } = await world.api.send('GET', `event_history/?stream=refusals-${user}`, undefined, as);
  return (body['results'] ?? []) as readonly JsonObject[];
};

describe('refusals that concern roles and credentials', () => {
  it('are in the history for auditors, each attempt once, with what was wanted and why not', async () => {
    const { own, api } = world;
    const ann = await world.user('ann');
    const credential = own['credential'] ?? 0;
    const template = own['job_template'] ?? 0;
    const role = await world.roleOf('credential', credential, 'use_role');
    for (let times = 0; times < 2; times += 1) {
      await api.send('GET', `credentials/${credential}/`, undefined, 'ann');
      await api.send('PATCH', `credentials/${credential}/`, { name: 'mine' }, 'ann');
      await api.send('POST', `job_templates/${template}/credentials/`, { id: credential }, 'ann');
      await api.send('POST', `users/${ann}/roles/`, { id: role }, 'ann');
    }
    await api.send('GET', `job_templates/${template}/`, undefined, 'ann');
    const told = (await historyOf(ann, 'auditor')).map(({ type, data }) => ({ type, ...(data as JsonObject) }));
    const no = { code: 'FORBIDDEN', answer: { detail: 'You do not have permission to perform this action.' } };
    expect(told).toMatchObject([
      { type: 'CredentialAccessRefused', credential, action: 'read', ...no },
      { type: 'CredentialAccessRefused', credential, action: 'change', ...no },
      { type: 'CredentialAttachmentRefused', credential, holder: { kind: 'job_template', id: template }, ...no },
      {
        type: 'RoleChangeRefused',
        role: { kind: 'credential', id: credential, role },
        to: { kind: 'user', id: ann },
        ...no,
      },
    ]);
  });

  it('are told to nobody else', async () => {
    const ann = await world.user('eve');
    const { status } = await world.api.send('GET', `event_history/?stream=refusals-${ann}`, undefined, 'eve');
    expect(status).toBe(403);
  });

  it('tell the rule of the endpoint that was broken, of superusers too', async () => {
    const { own, api } = world;
    const bob = await world.user('bob');
    const role = await world.roleOf('credential', own['credential'] ?? 0, 'use_role');
    await api.send('POST', `users/${bob}/roles/`, { id: role });
    const answer = { msg: expect.stringContaining('You cannot grant credential access') };
    expect(await historyOf(1, 'admin')).toMatchObject([{ type: 'RoleChangeRefused', data: { answer } }]);
  });
});

describe('a change of rights', () => {
  it('is there for the next request', async () => {
    const { api, own } = world;
    const template = own['job_template'] ?? 0;
    const carol = await world.user('carol');
    const role = await world.roleOf('job_template', template, 'read_role');
    const status = async () => (await api.send('GET', `job_templates/${template}/`, undefined, 'carol')).status;
    expect(await status()).toBe(403);
    await world.expect(204, `users/${carol}/roles/`, { id: role });
    expect(await status()).toBe(200);
    await world.expect(204, `roles/${role}/users/`, { id: carol, disassociate: true });
    expect(await status()).toBe(403);
  });
});
