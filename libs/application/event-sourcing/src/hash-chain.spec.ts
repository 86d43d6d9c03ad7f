import type { Position, StoredEvent } from '@application/ports';
import { Numeral, SYSTEM_ACTOR } from '@domain/kernel';
import fc from 'fast-check';
import { chain, type Unsealed, verifyStream } from './hash-chain.js';

const meta = { correlation: 'c', causation: 'd', actor: SYSTEM_ACTOR, at: '2030-01-15T03:00:04.120000Z' };
const unsealed = (data: object): Unsealed => ({ id: 'e1', type: 'Noted', schema: 1, data, meta });

const streamOf = (count: number): StoredEvent[] => {
  let hash: string | null = null;
  return Array.from({ length: count }, (_, revision) => {
    const event = { ...unsealed({ revision }), id: `e${revision}` };
    hash = chain(hash, { stream: 'job-1', revision }, event);
    const position = String(revision) as Position;
    return { ...event, meta: { ...meta, hash }, stream: 'job-1', revision, position };
  });
};

describe('chain', () => {
  it('stays what it was when the log was written', () => {
    expect(chain(null, { stream: 'job-1', revision: 0 }, unsealed({ a: 1 }))).toBe(
      'f5effdf66a794cc332aea053e3e51eebe0410ebd348f12f03794d0d7dd21eeca',
    );
  });

  it('is the same for an event read back', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (data) => {
        const event = {
          ...unsealed(data),
          meta: { ...meta, request: undefined, authz: { rule: 'r', via: undefined } },
        };
        const readBack = JSON.parse(JSON.stringify(event)) as Unsealed;
        expect(chain('p', { stream: 'job-1', revision: 4 }, readBack)).toBe(
          chain('p', { stream: 'job-1', revision: 4 }, event),
        );
      }),
    );
  });

  it('does not depend on the order of the metadata', () => {
    const { at, actor, causation, correlation } = meta;
    const { kind, id, name } = actor;
    const turned = { ...unsealed({}), meta: { at, actor: { name, id, kind }, causation, correlation } };
    expect(chain(null, { stream: 'job-1', revision: 0 }, turned)).toBe(
      chain(null, { stream: 'job-1', revision: 0 }, unsealed({})),
    );
  });

  it('takes a number as it was written', () => {
    const hashOf = (n: unknown): string => chain(null, { stream: 'job-1', revision: 0 }, unsealed({ n }));
    expect(hashOf(new Numeral('3.0'))).not.toBe(hashOf(3));
  });

  it.each<[string, (event: Unsealed) => string]>([
    ['previous hash', (event) => chain('p', { stream: 'job-1', revision: 0 }, event)],
    ['stream', (event) => chain(null, { stream: 'job-2', revision: 0 }, event)],
    ['revision', (event) => chain(null, { stream: 'job-1', revision: 1 }, event)],
    ['id', (event) => chain(null, { stream: 'job-1', revision: 0 }, { ...event, id: 'e2' })],
    ['type', (event) => chain(null, { stream: 'job-1', revision: 0 }, { ...event, type: 'Other' })],
    ['schema', (event) => chain(null, { stream: 'job-1', revision: 0 }, { ...event, schema: 2 })],
    ['data', (event) => chain(null, { stream: 'job-1', revision: 0 }, { ...event, data: { a: 1, b: 0 } })],
    ['time', (event) => chain(null, { stream: 'job-1', revision: 0 }, { ...event, meta: { ...meta, at: 'x' } })],
    [
      'actor',
      (event) =>
        chain(
          null,
          { stream: 'job-1', revision: 0 },
          { ...event, meta: { ...meta, actor: { ...SYSTEM_ACTOR, id: 1 } } },
        ),
    ],
    [
      'request',
      (event) => chain(null, { stream: 'job-1', revision: 0 }, { ...event, meta: { ...meta, request: 'r' } }),
    ],
    [
      'authz',
      (event) => chain(null, { stream: 'job-1', revision: 0 }, { ...event, meta: { ...meta, authz: { rule: 'r' } } }),
    ],
  ])('covers the %s', (_, changed) => {
    const event = unsealed({ a: 1 });
    expect(changed(event)).not.toBe(chain(null, { stream: 'job-1', revision: 0 }, event));
  });
});

describe('verifyStream', () => {
  it('finds nothing wrong with a stream as it was written', () => {
    expect(verifyStream([])).toBeNull();
    expect(verifyStream(streamOf(5))).toBeNull();
  });

  it('finds the changed, the missing, the swapped and the added event', () => {
    const [a, b, c, d] = streamOf(4) as [StoredEvent, StoredEvent, StoredEvent, StoredEvent];
    expect(verifyStream([a, b, { ...c, data: { revision: 9 } }, d])).toBe(2);
    expect(verifyStream([a, c, d])).toBe(1);
    expect(verifyStream([b, c])).toBe(0);
    expect(verifyStream([a, c, b, d])).toBe(1);
    expect(verifyStream([a, b, { ...b, revision: 2 }])).toBe(2);
  });

  it('finds a rewritten event even when it was sealed again', () => {
    const [a, b, c] = streamOf(3) as [StoredEvent, StoredEvent, StoredEvent];
    const forged = { ...b, data: { forged: true } };
    const resealed = {
      ...forged,
      meta: { ...b.meta, hash: chain(a.meta.hash, { stream: 'job-1', revision: 1 }, forged) },
    };
    expect(verifyStream([a, resealed, c])).toBe(2);
  });
});
