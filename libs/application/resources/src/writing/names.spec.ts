import { Installation } from '@testing/installation';
import { derivedId } from '@application/event-sourcing';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { nameCatalog, nameClaim } from '@domain/resource';
import { kindOf } from '../registry.js';
import { nameStream } from './names.js';

const [unique] = kindOf('organization').unique;
const TAKEN = { body: { name: ['Organization with this Name already exists.'] } };

describe('unique names', () => {
  let cairn: Installation;
  beforeEach(async () => {
    cairn = await Installation.open();
  });
  afterEach(() => cairn.close());

  const rename = (id: number, name: string) =>
    cairn.api.change({ kind: 'organization', id }, { body: { name }, whole: false }, cairn.caller());

  it('belong to one object until it is renamed or deleted', async () => {
    const { id } = await cairn.make('organization', { name: 'A' });
    await expect(cairn.make('organization', { name: 'A' })).rejects.toMatchObject(TAKEN);
    await rename(id, 'B');
    const again = await cairn.make('organization', { name: 'A' });
    await expect(rename(again.id, 'B')).rejects.toMatchObject(TAKEN);
    await cairn.api.remove({ kind: 'organization', id }, cairn.caller());
    await rename(again.id, 'B');
  });

  it('go to one of many who want them at once', async () => {
    const attempts = Array.from({ length: 8 }, () => cairn.make('organization', { name: 'A' }));
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await cairn.api.list('organization', '', cairn.caller())).toMatchObject({ count: 1 });
  });

  it('count within their place', async () => {
    const [a, b] = [await cairn.make('organization', { name: 'A' }), await cairn.make('organization', { name: 'B' })];
    await cairn.make('inventory', { name: 'I', organization: a.id });
    await cairn.make('inventory', { name: 'I', organization: b.id });
    await expect(cairn.make('inventory', { name: 'I', organization: b.id })).rejects.toMatchObject({
      body: { __all__: ['Inventory with this Name and Organization already exists.'] },
    });
  });

  it('pass on when the creator went away between reserving and creating', async () => {
    if (!unique) throw new Error('organizations have unique names');
    const stream = nameStream('organization', unique, { name: 'A' });
    const context = { commandId: 'gone', correlation: 'c', causation: 'c', actor: SYSTEM_ACTOR };
    const claim = { owner: 'org-77', token: derivedId('gone'), kind: 'organization', name: 'A', takeFrom: null };
    await cairn.runner.handle({
      ...{ stream, decider: nameClaim, catalog: nameCatalog, context },
      command: { type: 'ClaimName', data: claim },
    });
    const { id } = await cairn.make('organization', { name: 'A' });
    expect(id).not.toBe(77);
    expect((await cairn.resources.aggregates.load('organization', 77)).status).toBe('abandoned');
    await expect(cairn.make('organization', { name: 'A' })).rejects.toMatchObject(TAKEN);
  });
});
