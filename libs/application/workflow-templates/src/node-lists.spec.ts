import type { Viewer } from '@domain/access';
import { Workshop } from '@testing/workflow-nodes';
import type { SavedListPath } from '@application/saved-configurations';

const FORBIDDEN = { kind: 'forbidden' };

describe('lists of a node', () => {
  let shop: Workshop;
  let node: number;
  beforeEach(async () => {
    shop = await Workshop.open();
    const jt = await shop.jobTemplate('open', { ask_credential_on_launch: true });
    ({ id: node } = await shop.add({ unified_job_template: jt }));
  });
  afterEach(() => shop.close());

  const post = (path: SavedListPath, body: object, viewer?: Viewer, to = node) =>
    shop.nodes.relate({ node: to, path }, body as Record<string, string>, shop.cairn.caller(viewer));
  const names = async (path: SavedListPath) => {
    const list = await shop.nodes.membersOf({ node, path }, '', shop.cairn.caller());
    return (list['results'] as unknown as readonly { readonly name: string }[]).map(({ name }) => name);
  };

  describe('credentials', () => {
    let type: number;
    beforeEach(async () => {
      const field = (id: string, more: object = {}) => ({ id, label: id, type: 'string', ...more });
      const inputs = { fields: [field('username'), field('password', { secret: true, ask_at_runtime: true })] };
      const set = { namespace: 'ssh', kind: 'ssh', managed: true, inputs };
      ({ id: type } = await shop.cairn.seed('credential_type', { name: 'Machine', kind: 'cloud' }, set));
    });

    const credential = async (name: string, inputs: Record<string, string> = {}) => {
      const { organization } = shop;
      return (await shop.cairn.make('credential', { name, organization, credential_type: type, inputs })).id;
    };

    it('join one of a type and leave again', async () => {
      const [first, second] = [await credential('a'), await credential('b')];
      await post('credentials', { id: first });
      expect(await names('credentials')).toEqual(['a']);
      for (const id of [first, second])
        await expect(post('credentials', { id })).rejects.toMatchObject({
          body: { msg: 'This launch configuration already provides a Machine credential.' },
        });
      await post('credentials', { id: first, disassociate: true });
      await post('credentials', { id: second });
      expect(await names('credentials')).toEqual(['b']);
      const refused = (await shop.history()).filter(({ type: name }) => name === 'CredentialAssociationRefused');
      expect(refused).toMatchObject([{ data: { rule: 'duplicate_type' } }, { data: { rule: 'duplicate_type' } }]);
    });

    it('are refused when they ask, when the template does not, and when there is none', async () => {
      const asking = await credential('asks', { password: 'ASK' });
      await expect(post('credentials', { id: asking })).rejects.toMatchObject({
        body: { msg: 'Credential that requires user input on launch cannot be used in saved launch configuration.' },
      });
      const plain = await credential('plain');
      const { id: closed } = await shop.add({ unified_job_template: await shop.jobTemplate('closed') });
      await expect(post('credentials', { id: plain }, undefined, closed)).rejects.toMatchObject({
        body: { msg: 'Related template is not configured to accept credentials on launch.' },
      });
      const { id: bare } = await shop.add({});
      await expect(post('credentials', { id: plain }, undefined, bare)).rejects.toMatchObject({
        body: { msg: 'Cannot assign credential when related template is null.' },
      });
    });

    it('must be there, and are not made here', async () => {
      await expect(post('credentials', { id: 99 })).rejects.toMatchObject({
        body: { detail: 'Credential matching query does not exist.' },
      });
      await expect(post('credentials', { name: 'x' })).rejects.toMatchObject({
        body: { msg: "Credential 'id' field is missing." },
      });
    });

    it('need the use role to join and none to leave', async () => {
      const ann = await shop.cairn.user('ann');
      const id = await credential('a');
      await shop.cairn.giveRole(ann, { kind: 'workflow_job_template', id: shop.workflow }, 'admin_role');
      await expect(post('credentials', { id }, ann)).rejects.toMatchObject(FORBIDDEN);
      const { unified_job_template: jt } = await shop.read(node);
      await shop.cairn.giveRole(ann, { kind: 'job_template', id: Number(jt) }, 'execute_role');
      await expect(post('credentials', { id }, ann)).rejects.toMatchObject(FORBIDDEN);
      await post('credentials', { id });
      await post('credentials', { id, disassociate: true }, ann);
      expect(await names('credentials')).toEqual([]);
    });
  });

  it('labels are attached, taken by name, or made', async () => {
    const { organization } = shop;
    const { id: night } = await shop.cairn.make('label', { name: 'night', organization });
    expect(await post('labels', { id: night })).toBeUndefined();
    expect(await post('labels', { name: 'night', organization })).toBeUndefined();
    expect(await post('labels', { name: 'fresh', organization })).toMatchObject({ type: 'label', name: 'fresh' });
    expect(await names('labels')).toEqual(['fresh', 'night']);
  });

  it('a label that nothing carries any more is gone', async () => {
    const { organization } = shop;
    const made = await post('labels', { name: 'fresh', organization });
    const id = Number(made?.['id']);
    await post('labels', { id, disassociate: true });
    await expect(shop.cairn.api.read({ kind: 'label', id }, shop.cairn.caller())).rejects.toMatchObject({
      kind: 'missing',
    });
  });

  it('a label stays as long as another node carries it', async () => {
    const { organization } = shop;
    const { id: other } = await shop.add({});
    const { id } = await shop.cairn.make('label', { name: 'night', organization });
    for (const to of [node, other]) await post('labels', { id }, undefined, to);
    await post('labels', { id, disassociate: true });
    expect(await shop.cairn.api.read({ kind: 'label', id }, shop.cairn.caller())).toMatchObject({ name: 'night' });
  });

  it('instance groups keep their order in history', async () => {
    const groups = [];
    for (const name of ['x', 'a']) groups.push((await shop.cairn.make('instance_group', { name })).id);
    for (const id of groups) await post('instance_groups', { id });
    expect((await shop.history()).at(-1)).toMatchObject({ data: { node, instanceGroups: groups } });
    await expect(post('instance_groups', { name: 'y' })).rejects.toMatchObject({
      body: { msg: "Instance Group 'id' field is missing." },
    });
    await post('instance_groups', { id: groups[0] ?? 0, disassociate: true });
    expect(await names('instance_groups')).toEqual(['a']);
  });
});
