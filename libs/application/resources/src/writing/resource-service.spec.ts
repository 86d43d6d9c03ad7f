import type { JsonObject } from '@domain/kernel';
import { Installation } from '@testing/installation';
import type { ResourceType } from '../declaration/field.js';

describe('writing resources', () => {
  let cairn: Installation;
  let organization: number;

  beforeEach(async () => {
    cairn = await Installation.open();
    ({ id: organization } = await cairn.make('organization', { name: 'Shop' }));
  });
  afterEach(() => cairn.close());

  const log = async (): Promise<string> => JSON.stringify((await cairn.log.readAll({ limit: 10_000 })).events);
  const edit = (kind: ResourceType, id: number, body: JsonObject, whole = false) =>
    cairn.api.change({ kind, id }, { body, whole }, cairn.caller());
  const exists = (kind: ResourceType, id: number) =>
    cairn.api.read({ kind, id }, cairn.caller()).then(
      () => true,
      () => false,
    );

  it('changes what is sent by PATCH, and resets what is not sent by PUT, but for references', async () => {
    const { id: inventory } = await cairn.make('inventory', { name: 'I', organization });
    const { id } = await cairn.make('workflow_job_template', {
      ...{ name: 'W', organization, inventory, description: 'd', limit: 'web', ask_limit_on_launch: true },
    });
    expect(await edit('workflow_job_template', id, { limit: null })).toMatchObject({ limit: null, description: 'd' });
    expect(await edit('workflow_job_template', id, { name: 'W' }, true)).toMatchObject({
      ...{ name: 'W', description: '', ask_limit_on_launch: false, organization, inventory },
    });
    await expect(edit('workflow_job_template', id, {}, true)).rejects.toMatchObject({
      body: { name: ['This field is required.'] },
    });
  });

  it('writes nothing when nothing changes', async () => {
    const before = await cairn.log.head();
    await edit('organization', organization, { name: 'Shop', description: '', unknown: 1, id: 77 });
    expect(await cairn.log.head()).toBe(before);
  });

  it('tells all that is wrong with the fields at once', async () => {
    const body = { name: 'x', project: 999, inventory: 'x', verbosity: 9, diff_mode: 'maybe', forks: -1 };
    await expect(cairn.make('job_template', body)).rejects.toMatchObject({
      body: {
        project: ['Invalid pk "999" - object does not exist.'],
        inventory: ['Incorrect type. Expected pk value, received str.'],
        verbosity: ['"9" is not a valid choice.'],
        diff_mode: ['Must be a valid boolean.'],
        forks: ['Ensure this value is greater than or equal to 0.'],
      },
    });
    await expect(cairn.make('organization', { name: 'x'.repeat(513) })).rejects.toMatchObject({
      body: { name: ['Ensure this field has no more than 512 characters.'] },
    });
  });

  it('keeps secrets out of the log, and the stored ones where the mask is sent', async () => {
    const fields: readonly JsonObject[] = [
      { id: 'username', label: 'U' },
      { id: 'password', label: 'P', secret: true },
    ];
    const set = { kind: 'ssh', inputs: { fields }, managed: true };
    const { id: type } = await cairn.seed('credential_type', { name: 'Machine', kind: 'cloud' }, set);
    const body = { name: 'C', organization, credential_type: type, inputs: { username: 'u', password: 'hidden' } };
    const { id } = await cairn.make('credential', body);
    await cairn.make('user', { username: 'ann', password: 'unseen' });
    expect(await log()).not.toMatch(/hidden|"unseen"/);
    await edit('credential', id, { inputs: { username: 'v', password: '$encrypted$' } });
    const stored = (await cairn.resources.lookup.find('credential', id))?.['inputs'] as JsonObject;
    const sealed = stored['password'] as unknown as Parameters<typeof cairn.sealer.open>[2];
    expect(await cairn.sealer.open(`cred-${id}`, 'password', sealed)).toBe('hidden');
    expect(await edit('credential', id, { inputs: { password: '' } })).toMatchObject({ inputs: {} });
    await expect(edit('credential', id, { inputs: { password: '$encrypted$' } })).rejects.toMatchObject({
      body: { inputs: ['$encrypted$ is a reserved keyword, and cannot be used for password.'] },
    });
  });

  it('keeps a password by its mask', async () => {
    const { id } = await cairn.make('user', { username: 'ann', password: 'one' });
    const hash = async () => (await cairn.resources.lookup.find('user', id))?.['password'];
    await edit('user', id, { password: '$encrypted$', first_name: 'Ann' });
    expect(await hash()).toBe('hash of one');
    await edit('user', id, { password: 'two' });
    expect(await hash()).toBe('hash of two');
  });

  it('takes along what belongs to a deleted object, and clears what refers to it', async () => {
    const { id: inventory } = await cairn.make('inventory', { name: 'I', organization });
    const { id: host } = await cairn.make('host', { name: 'h', inventory });
    const { id: group } = await cairn.make('group', { name: 'g', inventory });
    await cairn.api.relate({ kind: 'group', id: group, path: 'hosts' }, { id: host }, cairn.caller());
    const { id: workflow } = await cairn.make('workflow_job_template', { name: 'W', organization, inventory });
    await cairn.api.remove({ kind: 'host', id: host }, cairn.caller());
    const hosts = await cairn.api.sublist({ kind: 'group', id: group, path: 'hosts' }, '', cairn.caller());
    expect(hosts).toMatchObject({ count: 0 });
    await cairn.api.remove({ kind: 'organization', id: organization }, cairn.caller());
    expect(await exists('inventory', inventory)).toBe(false);
    expect(await exists('group', group)).toBe(false);
    expect(await cairn.api.read({ kind: 'workflow_job_template', id: workflow }, cairn.caller())).toMatchObject({
      ...{ organization: null, inventory: null },
    });
    await cairn.make('organization', { name: 'Shop' });
  });

  it('refuses to delete what active jobs use', async () => {
    const active = [{ id: 41, type: 'job' }];
    const busy = await Installation.open({ activeJobs: () => Promise.resolve(active) });
    const { id } = await busy.make('organization', { name: 'A' });
    await expect(busy.api.remove({ kind: 'organization', id }, busy.caller())).rejects.toMatchObject({
      ...{ kind: 'in-use', body: { error: 'Resource is being used by running jobs.', active_jobs: active } },
    });
    await busy.close();
  });

  it('makes the creator an administrator of what he creates', async () => {
    const ann = await cairn.user('ann');
    await cairn.giveRole(ann, { kind: 'organization', id: organization }, 'project_admin_role');
    const body = { name: 'P', organization, local_path: 'p' };
    const { id } = (await cairn.api.create('project', body, cairn.caller(ann))) as { id: number } & JsonObject;
    await cairn.giveRole(ann, { kind: 'organization', id: organization }, 'project_admin_role', { disassociate: true });
    const change = { body: { description: 'mine' }, whole: false };
    expect(await cairn.api.change({ kind: 'project', id }, change, cairn.caller(ann))).toMatchObject({
      description: 'mine',
    });
  });

  it('writes once when a request is repeated', async () => {
    const caller = cairn.caller();
    const repeated = () =>
      cairn.api.change(
        { kind: 'organization', id: organization },
        { body: { description: 'd' }, whole: false },
        caller,
      );
    await repeated();
    const head = await cairn.log.head();
    await repeated();
    expect(await cairn.log.head()).toBe(head);
  });
});
