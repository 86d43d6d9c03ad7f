import { ProjectionRunner } from '@application/projections';
import type { ReadStore } from '@application/ports';
import { Installation } from '@testing/installation';
import { openReadStore } from '@testing/read-stores';
import fc from 'fast-check';
import { RESOURCES } from '../registry.js';
import { resourceProjection } from './projection.js';
import { tablesOf } from './tables.js';

/** All rows of all tables, in an order of their own. */
const contents = async (store: ReadStore): Promise<unknown> => {
  const tables: Record<string, readonly string[]> = {};
  for (const table of tablesOf(RESOURCES)) {
    const rows = await store.all(`SELECT * FROM "${table}"`, []);
    tables[table] = rows.map((row) => JSON.stringify(row)).sort();
  }
  return tables;
};

/** The read model as a new installation fills it from the same log. */
const rebuilt = async ({ log }: Installation): Promise<unknown> => {
  const store = await openReadStore();
  const onFailure = (error: unknown) => {
    throw error;
  };
  const runner = new ProjectionRunner({ log, store, projections: [resourceProjection], onFailure });
  await runner.start();
  const found = await contents(store);
  await runner.stop();
  await store.close();
  return found;
};

type Step = readonly ['create' | 'rename' | 'remove' | 'attach' | 'detach' | 'grant' | 'revoke', number, number];

const steps = fc.array(
  fc.tuple(fc.constantFrom('create', 'rename', 'remove', 'attach', 'detach', 'grant', 'revoke'), fc.nat(5), fc.nat(5)),
  { minLength: 5, maxLength: 30 },
);

describe('tables of resources', () => {
  it('are the same rebuilt as live, whatever was done', () =>
    fc.assert(
      fc.asyncProperty(steps, async (todo) => {
        const cairn = await Installation.open();
        const { id: organization } = await cairn.make('organization', { name: 'Shop' });
        const ann = await cairn.user('ann');
        const made: number[] = [];
        const at = (index: number) => ({ kind: 'inventory', id: made[index % made.length] ?? 0 }) as const;
        const label = (await cairn.make('label', { name: 'l', organization })).id;
        const keep = (await cairn.make('inventory', { name: 'keep', organization })).id;
        const labels = { kind: 'inventory', id: keep, path: 'labels' } as const;
        await cairn.api.relate(labels, { id: label }, cairn.caller());
        const doing: Record<Step[0], (a: number, b: number) => Promise<unknown>> = {
          create: async (a) => made.push((await cairn.make('inventory', { name: `i${a}`, organization })).id),
          rename: (a, b) =>
            cairn.api.change(at(a), { body: { name: `i${b}`, variables: 'a: 1' }, whole: false }, cairn.caller()),
          remove: (a) => cairn.api.remove(at(a), cairn.caller()),
          attach: (a) => cairn.api.relate({ ...at(a), path: 'labels' }, { id: label }, cairn.caller()),
          detach: (a) =>
            cairn.api.relate({ ...at(a), path: 'labels' }, { id: label, disassociate: true }, cairn.caller()),
          grant: (a) => cairn.giveRole(ann, at(a), 'use_role'),
          revoke: (a) => cairn.giveRole(ann, at(a), 'use_role', { disassociate: true }),
        };
        // What is refused (a name that is taken, an object that is gone) changes nothing, which is what is looked at.
        for (const [what, a, b] of todo) await doing[what](a, b).catch(() => undefined);
        const live = await contents(cairn.store);
        expect(await rebuilt(cairn)).toEqual(live);
        await cairn.close();
      }),
      { numRuns: 15 },
    ));

  it('hold documents, numbers and nothing as they were', async () => {
    const cairn = await Installation.open();
    const inputs = { fields: [{ id: 'a', label: 'A', default: 'x' }], required: ['a'] };
    const type = await cairn.make('credential_type', { name: 'T', kind: 'cloud', inputs });
    expect(type).toMatchObject({ inputs: { required: ['a'] }, injectors: {}, namespace: null, managed: false });
    expect(await rebuilt(cairn)).toEqual(await contents(cairn.store));
    await cairn.close();
  });
});
