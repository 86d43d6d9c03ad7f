import { Installation } from '@testing/installation';
import { Sessions } from './sessions.js';

describe('sessions', () => {
  let cairn: Installation;
  let time: number;
  let sessions: Sessions;
  const minutes = (count: number): number => (time += count * 60_000);

  const clock = { now: () => `${new Date(time).toISOString().slice(0, -1)}000Z` };
  const begin = (): Sessions => new Sessions({ ...cairn.ports, clock });
  /** One of several processes. */
  const beside = (): Sessions => new Sessions({ ...cairn.ports, clock, notes: cairn.store });

  beforeEach(async () => {
    cairn = await Installation.open();
    time = Date.now() + 1000;
    sessions = begin();
  });
  afterEach(() => cairn.close());

  it('are their user for as long as they are used', async () => {
    const ann = await cairn.user('ann');
    const key = await sessions.open(ann, '192.0.2.7', 'r1');
    for (let used = 0; used < 5; used += 1) {
      minutes(29);
      expect(await sessions.find(key)).toEqual(ann);
    }
    minutes(30);
    expect(await sessions.find(key)).toBeUndefined();
  });

  it('end after half a day in any case', async () => {
    const key = await sessions.open(await cairn.user('ann'), '', 'r1');
    for (let used = 0; used < 25; used += 1) {
      minutes(28);
      expect(await sessions.find(key)).toBeDefined();
    }
    minutes(20);
    expect(await sessions.find(key)).toBeUndefined();
  });

  it('outlive the process, in which they count as used when it starts', async () => {
    const key = await sessions.open(await cairn.user('ann'), '', 'r1');
    minutes(100);
    const restarted = begin();
    minutes(29);
    expect(await restarted.find(key)).toBeDefined();
    minutes(29);
    expect(await restarted.find(key)).toBeDefined();
  });

  it('are in use in every process when they are used in one', async () => {
    const [one, other] = [beside(), beside()];
    const key = await one.open(await cairn.user('ann'), '', 'r1');
    for (let used = 0; used < 5; used += 1) {
      minutes(28);
      expect(await one.find(key)).toBeDefined();
    }
    minutes(28);
    expect(await other.find(key)).toBeDefined();
    minutes(28);
    expect(await one.find(key)).toBeDefined();
    minutes(30);
    expect(await other.find(key)).toBeUndefined();
    expect(await one.find(key)).toBeUndefined();
  });

  it('are told of once a minute, and leave nothing behind', async () => {
    const process = beside();
    const left = await process.open(await cairn.user('ann'), '', 'r1');
    const closed = await process.open(await cairn.user('bob'), '', 'r2');
    const told = async () => (await cairn.store.notes('session use ')).size;
    await process.find(left);
    const before = cairn.queries();
    for (let used = 0; used < 10; used += 1) await process.find(left);
    expect(cairn.queries() - before).toBe(10);
    await process.find(closed);
    expect(await told()).toBe(2);
    await process.close(closed, 'logged-out', 'r3');
    expect(await told()).toBe(1);
    minutes(31);
    const next = await process.open(await cairn.user('cy'), '', 'r4');
    await process.find(next);
    expect(await told()).toBe(1);
  });

  it('that are closed in one process are closed in all', async () => {
    const [one, other] = [beside(), beside()];
    const key = await one.open(await cairn.user('ann'), '', 'r1');
    expect(await other.find(key)).toBeDefined();
    await one.close(key, 'logged-out', 'r2');
    expect(await other.find(key)).toBeUndefined();
  });

  it('are closed for ever', async () => {
    const ann = await cairn.user('ann');
    const [one, two] = [await sessions.open(ann, '', 'r1'), await sessions.open(ann, '', 'r2')];
    await sessions.close(one, 'logged-out', 'r3');
    await sessions.close(one, 'logged-out', 'r4');
    await sessions.close('no such key', 'logged-out', 'r5');
    expect(await sessions.find(one)).toBeUndefined();
    expect(await sessions.find(two)).toEqual(ann);
  });

  it('end with the password they were opened with, and with their user', async () => {
    const [ann, bob] = [await cairn.user('ann'), await cairn.user('bob')];
    const [hers, his] = [await sessions.open(ann, '', 'r1'), await sessions.open(bob, '', 'r2')];
    const change = (body: object) =>
      cairn.api.change({ kind: 'user', id: ann.id }, { body: { ...body }, whole: false }, cairn.caller());
    await change({ first_name: 'Ann' });
    expect(await sessions.find(hers)).toBeDefined();
    await change({ password: 'new one' });
    expect(await sessions.find(hers)).toBeUndefined();
    expect(await sessions.find(his)).toBeDefined();
    await cairn.api.remove({ kind: 'user', id: bob.id }, cairn.caller());
    expect(await sessions.find(his)).toBeUndefined();
  });

  it('tell when their user logged in last', async () => {
    const ann = await cairn.user('ann');
    const read = async () => (await cairn.api.read({ kind: 'user', id: ann.id }, cairn.caller()))['last_login'];
    expect(await read()).toBeNull();
    await sessions.open(ann, '', 'r1');
    expect(await read()).toMatch(/^\d{4}-.*Z$/);
  });
});
