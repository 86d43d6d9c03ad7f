import { MemoryEventLog } from '@adapters/event-log-memory';
import type { EventMeta } from '@application/ports';
import type { Viewer } from '@domain/access';
import { type DomainError, type JsonObject } from '@domain/kernel';
import { EventHistory } from './event-history.js';
import { historyQuery } from './history-query.js';

const admin: Viewer = { id: 1, username: 'admin', isSuperuser: true, isSystemAuditor: false };
const auditor: Viewer = { id: 2, username: 'eve', isSuperuser: false, isSystemAuditor: true };
const ann: Viewer = { id: 5, username: 'ann', isSuperuser: false, isSystemAuditor: false };

const META: EventMeta = {
  correlation: 'c1',
  causation: 'x',
  actor: { kind: 'user', id: 1, name: 'admin' },
  at: '2030-01-15T03:00:00.000000Z',
  hash: 'h',
};

/** A log in memory, and the history that ann may read only job-2 of. */
class Setting {
  readonly log = new MemoryEventLog();
  readonly history = new EventHistory(this.log, async (viewer, stream) => viewer === ann && stream === 'job-2');
  private readonly revisions = new Map<string, number>();

  async add(stream: string, type: string, meta: Partial<EventMeta> = {}, data: object = {}): Promise<void> {
    const before = this.revisions.get(stream);
    const id = `${stream}/${(before ?? -1) + 1}`;
    const event = { id, type, schema: 1, data, meta: { ...META, ...meta } };
    const { revision } = await this.log.append(stream, before ?? 'no-stream', [event]);
    this.revisions.set(stream, revision);
  }

  async page(search: string, viewer: Viewer = admin) {
    const { results, next } = await this.history.page(viewer, historyQuery(new URLSearchParams(search)));
    return { found: results.map(({ id }) => id), next };
  }

  async all(search: string, viewer: Viewer = admin): Promise<readonly JsonObject[]> {
    const found: JsonObject[] = [];
    for await (const view of await this.history.all(viewer, historyQuery(new URLSearchParams(search))))
      found.push(view);
    return found;
  }
}

let given: Setting;
beforeEach(() => (given = new Setting()));

const night = async (): Promise<void> => {
  await given.add('jt-8', 'JobTemplateCreated');
  await given.add('job-2', 'TemplateLaunched', { correlation: 'c2', at: '2030-01-15T03:00:01.000000Z' });
  await given.add('job-3', 'TemplateLaunched', {
    at: '2030-01-15T03:00:02.000000Z',
    actor: { kind: 'user', id: 5, name: 'ann' },
  });
  await given.add('job-2', 'JobStarted', { correlation: 'c2', at: '2030-01-15T03:00:03.000000Z' });
  await given.add('job-2', 'JobSucceeded', { correlation: 'c2', at: '2030-01-15T03:00:04.000000Z' });
};

describe('a page of the history', () => {
  it('shows an event in its envelope', async () => {
    const authz = { rule: 'job_template.execute_role' };
    await given.add('job-2', 'JobQueued', { request: 'r1', authz }, { passwords: [] });
    const { results } = await given.history.page(admin, historyQuery(new URLSearchParams()));
    expect(results).toEqual([
      {
        type: 'JobQueued',
        v: 1,
        id: 'job-2/0',
        stream: 'job-2',
        revision: 0,
        position: '0000000000000001',
        at: META.at,
        meta: { correlation: 'c1', causation: 'x', actor: META.actor, request: 'r1', authz },
        data: { passwords: [] },
      },
    ]);
  });

  it.each([
    ['', ['jt-8/0', 'job-2/0', 'job-3/0', 'job-2/1', 'job-2/2']],
    ['stream=job-2', ['job-2/0', 'job-2/1', 'job-2/2']],
    ['stream=job-2&order=desc', ['job-2/2', 'job-2/1', 'job-2/0']],
    ['stream=job-2&from=1', ['job-2/1', 'job-2/2']],
    ['stream=job-2&after=0000000000000004', ['job-2/2']],
    ['stream=job-99', []],
    ['type=JobStarted&type=JobSucceeded', ['job-2/1', 'job-2/2']],
    ['type=JobStarted&stream=job-2', ['job-2/1']],
    ['correlation=c2&type=TemplateLaunched', ['job-2/0']],
    ['actor=user:5', ['job-3/0']],
    ['actor=ann', ['job-3/0']],
    ['actor=schedule:5', []],
    ['since=2030-01-15T03:00:02Z&until=2030-01-15T03:00:03Z', ['job-3/0', 'job-2/1']],
    ['after=0000000000000003', ['job-2/1', 'job-2/2']],
    ['after=0000000000000001&before=0000000000000004', ['job-2/0', 'job-3/0']],
    ['order=desc', ['job-2/2', 'job-2/1', 'job-3/0', 'job-2/0', 'jt-8/0']],
    ['order=desc&type=TemplateLaunched', ['job-3/0', 'job-2/0']],
    ['order=desc&after=0000000000000001&before=0000000000000004', ['job-3/0', 'job-2/0']],
  ])('finds with %s', async (search, ids) => {
    await night();
    expect(await given.page(search)).toEqual({ found: ids, next: null });
  });

  it.each([
    '',
    'order=desc',
    'stream=job-2',
    'stream=job-2&order=desc',
    'type=JobStarted&type=JobSucceeded&type=TemplateLaunched',
  ])('gives the same events page by page, with %s', async (search) => {
    await night();
    const { found: all } = await given.page(search);
    const seen: unknown[] = [];
    let cursor: object | null = {};
    while (cursor) {
      const query = new URLSearchParams(search);
      query.set('page_size', '1');
      for (const [name, value] of Object.entries(cursor)) query.set(name, String(value));
      const { found, next }: { found: unknown[]; next: object | null } = await given.page(query.toString());
      expect(found.length).toBeLessThan(2);
      seen.push(...found);
      cursor = next;
    }
    expect(seen).toEqual(all);
  });

  it('holds 25 events, or as many as asked for up to 200', async () => {
    for (let n = 0; n < 210; n += 1) await given.add('ids', 'IdBlockReserved');
    expect((await given.page('')).found).toHaveLength(25);
    expect((await given.page('page_size=30')).found).toHaveLength(30);
    expect((await given.page('page_size=5000')).found).toHaveLength(200);
  });

  it('stops looking after a while and says where to go on', async () => {
    const rare = { correlation: 'rare' };
    const common = Array.from({ length: 12_000 }, (_, n) => ({
      id: `${n}`,
      type: 'A',
      schema: 1,
      data: {},
      meta: META,
    }));
    await given.log.append('ids', 'no-stream', common);
    await given.add('job-1', 'B', rare);
    const first = await given.page('correlation=rare');
    expect(first).toEqual({ found: [], next: { after: '0000000000010000' } });
    expect((await given.page('correlation=rare&after=0000000000010000')).found).toEqual(['job-1/0']);
  });

  it('does not read on when all that follows is too late, or backwards too early', async () => {
    for (let n = 0; n < 300; n += 1) await given.add('ids', 'A', { at: '2030-01-16T00:00:00.000000Z' });
    const pages = [jest.spyOn(given.log, 'readAll'), jest.spyOn(given.log, 'readBack')];
    expect(await given.page('until=2030-01-15')).toEqual({ found: [], next: null });
    expect(await given.page('since=2030-01-17&order=desc')).toEqual({ found: [], next: null });
    expect(pages.map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
  });

  it('has nothing behind the end of the log', async () => {
    await night();
    for (const after of ['0000000000000005', '9999999999999999']) {
      expect(await given.page(`after=${after}`)).toEqual({ found: [], next: null });
    }
    expect((await given.page('before=9999999999999999&order=desc')).found).toHaveLength(5);
  });
});

describe('the history as lines', () => {
  it('gives every event, or as many as asked for', async () => {
    for (let n = 0; n < 1100; n += 1) await given.add('ids', 'A');
    expect(await given.all('')).toHaveLength(1100);
    expect(await given.all('page_size=700')).toHaveLength(700);
    expect((await given.all('stream=ids&order=desc&page_size=2')).map(({ revision }) => revision)).toEqual([
      1099, 1098,
    ]);
  });
});

describe('who may read', () => {
  const refusal = expect.objectContaining({ kind: 'forbidden' }) as DomainError;

  it('all of it: superusers and system auditors', async () => {
    await night();
    expect((await given.page('', auditor)).found).toHaveLength(5);
    await expect(given.page('', ann)).rejects.toThrow(refusal);
    await expect(given.all('', ann)).rejects.toThrow(refusal);
  });

  it('a stream: who may read what it is about', async () => {
    await night();
    expect((await given.page('stream=job-2', ann)).found).toHaveLength(3);
    await expect(given.page('stream=job-3', ann)).rejects.toThrow(refusal);
    await expect(given.page('stream=job-99', ann)).rejects.toThrow(refusal);
  });
});

describe('the launch of a node', () => {
  it('is seen on the stream of the workflow job by those who read everything, by others on that of its own job', async () => {
    const launch = { name: 'Deploy app', composition: null };
    await given.add('job-2', 'NodeSpawned', {}, { node: 1, launch, composition: null, graph: null });
    expect((await given.all('stream=job-2'))[0]).toMatchObject({ data: { node: 1, launch } });
    expect((await given.all('stream=job-2', ann))[0]).toMatchObject({ data: { node: 1, launch: null } });
  });
});

describe('historyQuery', () => {
  it.each([
    ['colour=red', { colour: ['Not a parameter of the event history.'] }],
    ['since=soon', { since: ['Expected a time in ISO 8601.'] }],
    ['after=12', { after: ['Expected the position of an event.'] }],
    ['page_size=-1', { page_size: ['Expected a number.'] }],
    ['order=up', { order: ['Expected asc or desc.'] }],
    ['before=x', { before: ['Expected the position of an event.'] }],
    ['from=3', { from: ['Revisions count within a stream; add stream=.'] }],
    ['format=xml', { format: ['Expected json or ndjson.'] }],
  ])('refuses %s', (search, body) => {
    expect(() => historyQuery(new URLSearchParams(search))).toThrow(expect.objectContaining({ body }) as Error);
  });
});

describe('secrets in events', () => {
  const viewOf = async (stream: string, data: object): Promise<JsonObject> => {
    await given.add(stream, 'X', {}, data);
    const [view] = await given.all('');
    return view?.['data'] as JsonObject;
  };

  it('masks what the composition of the launch masks, in the launch of a node as well', async () => {
    const composition = { masks: ['pin'], effective: { extra_vars: { pin: { v: 7 } } } };
    const hidden = { masks: ['pin'], effective: { extra_vars: { pin: '$encrypted$' } } };
    expect(await viewOf('wfjob-1', { launch: { composition }, composition: null })).toEqual({
      launch: { composition: hidden },
      composition: null,
    });
  });

  it('knows which fields of which resources are password hashes', async () => {
    expect(await viewOf('user-3', { fields: { username: 'ann', password: 'hash' } })).toEqual({
      fields: { username: 'ann', password: '$encrypted$' },
    });
    given = new Setting();
    expect(await viewOf('jt-3', { fields: { password: 'a field of no meaning' } })).toEqual({
      fields: { password: 'a field of no meaning' },
    });
  });
});
