import type { EventStoreDBClient } from '@eventstore/db-client';
import { PassThrough } from 'node:stream';
import { LiveFeed } from './live-feed.js';
import { positionText } from './positions.js';

const LONG = 60_000;
const PLACE = { commit: 5n, prepare: 5n };
const AT = positionText(PLACE);
const EVENT = {
  ...{ id: 'e5', type: 'Noted', streamId: 'job-1', revision: 0n, position: PLACE },
  ...{ data: {}, metadata: { schema: 1 } },
};

let opened: PassThrough[];
let feed: LiveFeed;
let troubles: unknown[];

beforeEach(() => {
  [opened, troubles] = [[], []];
  const subscribeToAll = () => {
    const subscription = new PassThrough({ objectMode: true });
    opened.push(subscription);
    return Object.assign(subscription, { unsubscribe: () => new Promise(() => undefined) });
  };
  feed = new LiveFeed({ subscribeToAll } as unknown as EventStoreDBClient, undefined, (error) => troubles.push(error));
});
afterEach(() => feed.close());

/** Through the subscription that is open, or the next one. */
const bring = async (): Promise<void> => {
  while (opened.at(-1)?.destroyed !== false) await new Promise((resolve) => setImmediate(resolve));
  opened.at(-1)?.write({ event: EVENT });
};

describe('those who wait for one event', () => {
  it('do not lose it because another has waited long enough', async () => {
    const waiting = [feed.shown(AT, LONG), feed.shown(AT, LONG)];
    expect(await feed.shown(AT, 5)).toBeUndefined();
    waiting.push(feed.shown(AT, LONG));
    await bring();
    expect(await Promise.all(waiting)).toMatchObject([{ id: 'e5' }, { id: 'e5' }, { id: 'e5' }]);
  });

  it('have it from another subscription when the one that should bring it says nothing', async () => {
    const waiting = feed.shown(AT, LONG);
    expect(await feed.shown(AT, 20)).toBeUndefined();
    expect(opened[0]?.destroyed).toBe(true);
    await bring();
    expect(await waiting).toMatchObject({ id: 'e5' });
    expect(opened).toHaveLength(2);
    expect(troubles).toMatchObject([{ message: 'it fell silent' }]);
  });
});

it('tells of an event that cannot be read, and does not pass over it', async () => {
  opened[0]?.write({ event: { ...EVENT, metadata: null } });
  while (troubles.length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(troubles).toMatchObject([{ name: 'LogDamaged' }]);
  const shown = feed.shown(AT, LONG);
  await bring();
  expect(await shown).toMatchObject({ id: 'e5' });
});
