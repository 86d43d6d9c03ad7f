import { randomUUID } from 'node:crypto';
import { MemoryEventLog } from '@adapters/event-log-memory';
import { type EventLog, LogUnavailable, type Position } from '@application/ports';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { Health, type HealthParts, statusOf } from './health.js';
import { HealthListener } from './health-listener.js';

const [BEGIN, LATER] = ['2030-01-15T03:00:00.000000Z', '2030-01-15T03:00:04.500000Z'];

const withEvent = async (): Promise<{ log: EventLog; position: Position }> => {
  const log = new MemoryEventLog();
  const meta = { correlation: 'c', causation: 'c', actor: SYSTEM_ACTOR, at: BEGIN, hash: '' };
  const event = { id: randomUUID(), type: 'Noted', schema: 1, data: {}, meta };
  return { log, position: (await log.append('note-1', 'no-stream', [event])).position };
};

const parts = (more: Partial<HealthParts> = {}): HealthParts => ({
  ...{ node: 'one', roles: ['api'], version: '1.2.3' },
  log: new MemoryEventLog(),
  shown: () => Promise.resolve(undefined),
  parked: () => Promise.resolve(0),
  clock: { now: () => LATER },
  patience: 50,
  ...more,
});

const never = <Value>(): Promise<Value> => new Promise(() => undefined);

describe('health', () => {
  it('is good where log and rows answer', async () => {
    const { log, position } = await withEvent();
    const report = await new Health(parts({ log, shown: () => Promise.resolve(position) })).report();
    expect(report).toEqual({
      ...{ status: 'ok', node: 'one', roles: ['api'], version: '1.2.3', parked: 0 },
      ...{ log: { reachable: true }, read_store: { reachable: true, lag: 0 } },
    });
    expect(statusOf(report)).toBe(200);
  });

  it('tells how long what is not shown yet has waited, and what was put aside', async () => {
    const { log } = await withEvent();
    const report = await new Health(parts({ log, parked: () => Promise.resolve(3) })).report();
    expect(report).toMatchObject({ status: 'ok', read_store: { lag: 4.5 }, parked: 3 });
  });

  it.each([
    ['fails', () => Promise.reject(new LogUnavailable('gone', false))],
    ['does not answer', () => never<never>()],
  ])('is bad where the log %s', async (_how, readAll) => {
    const report = await new Health(parts({ log: { readAll } })).report();
    expect(report).toMatchObject({ status: 'failing', log: { reachable: false }, read_store: { reachable: true } });
    expect(report.read_store.lag).toBeNull();
    expect(statusOf(report)).toBe(503);
  });

  it.each([
    ['fails', () => Promise.reject(new Error('password of postgres://me:secret@host'))],
    ['does not answer', () => never<undefined>()],
  ])('is bad where the read store %s, and says no more than that', async (_how, shown) => {
    const report = await new Health(parts({ shown })).report();
    expect(report).toMatchObject({ status: 'failing', log: { reachable: true }, parked: null });
    expect(report.read_store).toEqual({ reachable: false, lag: null });
    expect(JSON.stringify(report)).not.toContain('secret');
  });

  it('looks once a second, however many ask, and tells at once that it drains', async () => {
    let [looks, time] = [0, 0];
    const shown = () => Promise.resolve(void (looks += 1));
    const health = new Health(parts({ shown }), () => time);
    await Promise.all(Array.from({ length: 20 }, () => health.report()));
    time = 900;
    await health.report();
    expect(looks).toBe(1);
    health.drain();
    const draining = await health.report();
    expect([draining.status, statusOf(draining), looks]).toEqual(['draining', 503, 1]);
    time = 1100;
    await health.report();
    expect(looks).toBe(2);
  });
});

describe('the listener of a process without API', () => {
  let listener: HealthListener | undefined;
  afterEach(() => listener?.close());

  const ask = async (path: string, method = 'GET', given = parts()): Promise<Response> => {
    listener = await HealthListener.listen({ host: '127.0.0.1', port: 0 }, new Health(given));
    return fetch(`http://127.0.0.1:${listener.port}${path}`, { method });
  };

  it.each(['/health/', '/health', '/health/?verbose=1'])('answers %s', async (path) => {
    const response = await ask(path);
    expect([response.status, await response.json()]).toEqual([200, expect.objectContaining({ node: 'one' })]);
  });

  it('answers 503 where something is missing', async () => {
    expect((await ask('/health/', 'GET', parts({ shown: () => never() }))).status).toBe(503);
  });

  it.each([
    ['GET', '/', 404],
    ['GET', '/api/v2/ping/', 404],
    ['POST', '/health/', 405],
    ['HEAD', '/health/', 200],
  ])('%s %s: %i', async (method, path, status) => {
    expect((await ask(path, method)).status).toBe(status);
  });
});
