import type { SeenNode } from '@application/ports';
import fc from 'fast-check';
import { fateOf } from './fate.js';
import { capacityOf } from './liveness.js';

const GRACE = 60;

const seen = (name: string, more: Partial<SeenNode> = {}): SeenNode => ({
  ...{ id: 1, uuid: 'u', name, boot: `boot of ${name}`, roles: ['runner'], site: 's1', capacity: 10, cpu: 4 },
  ...{ memory: 8, version: '1', silentFor: 1, lastSeen: '2030-01-15T03:00:00.000000Z', hasLeft: false, ...more },
});

const lost = seen('lost', { silentFor: 61 });
const ORPHAN = { job: 402, node: 'lost' };

describe('the fate of a job', () => {
  it.each([
    ['its runner is there', [seen('lost')]],
    ['its runner is late', [seen('lost', { silentFor: 59 }), seen('heir')]],
    ['its runner left a moment ago', [seen('lost', { silentFor: 30, hasLeft: true }), seen('heir')]],
  ])('stays open while %s', (_, nodes) => {
    expect(fateOf(ORPHAN, nodes, GRACE)).toEqual({ kind: 'kept' });
  });

  it.each([
    ['is lost', lost],
    ['left and did not come back', { ...lost, hasLeft: true }],
  ])('is to be adopted on its site when its runner %s', (_, owner) => {
    expect(fateOf(ORPHAN, [owner, seen('far', { site: 's2' }), seen('heir')], GRACE)).toEqual({
      ...{ kind: 'adopted', by: 'heir' },
    });
  });

  it.each([
    ['runs jobs elsewhere', seen('other', { site: 's2' })],
    ['runs no jobs', seen('other', { roles: ['api', 'worker'] })],
    ['is late itself', seen('other', { silentFor: 16 })],
    ['has left', seen('other', { hasLeft: true })],
  ])('is to fail when the only other node %s', (_, other) => {
    expect(fateOf(ORPHAN, [lost, other], GRACE)).toEqual({ kind: 'failed' });
  });

  it('is to fail when nobody knows its runner any more', () => {
    expect(fateOf(ORPHAN, [seen('heir')], GRACE)).toEqual({ kind: 'failed' });
  });

  it('is shared out evenly', () => {
    const nodes = [lost, seen('a'), seen('b'), seen('c')];
    const heirs = [0, 1, 2, 3, 4, 5].map((job) => fateOf({ job, node: 'lost' }, nodes, GRACE));
    for (const name of ['a', 'b', 'c'])
      expect(heirs.filter((fate) => 'by' in fate && fate.by === name)).toHaveLength(2);
  });

  it('is one and the same for all that see the same nodes, and goes to a runner that is there', () => {
    const node = fc.record({
      name: fc.constantFrom('a', 'b', 'c', 'd', 'lost'),
      site: fc.constantFrom('s1', 's2'),
      silentFor: fc.constantFrom(0, 14, 16, 59, 61),
      hasLeft: fc.boolean(),
    });
    const nodes = fc
      .uniqueArray(node, { selector: ({ name }) => name })
      .map((all) => all.map((one) => seen(one.name, one)));
    fc.assert(
      fc.property(nodes, fc.nat(), (all, job) => {
        const fate = fateOf({ job, node: 'lost' }, all, GRACE);
        if (fate.kind !== 'adopted') return;
        const owner = all.find(({ name }) => name === 'lost');
        expect(all.find(({ name }) => name === fate.by)).toMatchObject({ site: owner?.site, hasLeft: false });
        expect(owner?.silentFor).toBeGreaterThan(GRACE);
      }),
    );
  });
});

describe('the capacity of an installation', () => {
  it('is that of the runners which are there', () => {
    const nodes = [
      seen('a', { capacity: 10 }),
      seen('b', { capacity: 20, silentFor: 15 }),
      seen('late', { capacity: 100, silentFor: 16 }),
      seen('gone', { capacity: 200, hasLeft: true }),
      seen('api', { capacity: 400, roles: ['api', 'worker'] }),
    ];
    expect(capacityOf(nodes)).toBe(30);
    expect(capacityOf([])).toBe(0);
  });
});
