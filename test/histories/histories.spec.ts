import { verifyStream } from '@application/event-sourcing';
import { ids, idsCatalog, type IdsEvent } from '@domain/ids';
import type { EventCatalog } from '@domain/kernel';
import { AGGREGATES, replaying } from './aggregates.js';
import { type Recording, readRecording, recordedFiles } from './recording.js';

describe.each(recordedFiles())('%s', (file) => {
  const { aggregate, state, events } = readRecording(file);

  it('is sealed as it was when it was written', () => {
    expect(verifyStream(events)).toBeNull();
  });

  it('folds to what it meant then', () => {
    expect(AGGREGATES[aggregate]?.(events)).toMatchObject(state);
  });
});

describe('the recordings', () => {
  const recordings = recordedFiles().map(readRecording);

  it('are of every aggregate', () => {
    expect(new Set(recordings.map(({ aggregate }) => aggregate))).toEqual(new Set(Object.keys(AGGREGATES)));
  });

  it('are read by newer code through upcasters, step by step', () => {
    const { events, state } = recordings.find(({ aggregate }) => aggregate === 'ids') as Recording;
    const third: EventCatalog<IdsEvent> = {
      IdBlockReserved: {
        ...idsCatalog.IdBlockReserved,
        schema: 3,
        upcast: {
          1: (data) => ({ block: data }),
          2: (data) => ({ ...(data as { block: object }).block, reason: 'not known' }),
        },
      },
    };
    const reasons = new Set<unknown>();
    const newer = replaying(
      {
        initial: ids.initial,
        evolve: (reserved, event: IdsEvent) => {
          reasons.add(Reflect.get(event.data, 'reason'));
          return ids.evolve(reserved, event);
        },
      },
      third,
    );
    expect(newer(events)).toEqual(state);
    expect(reasons).toEqual(new Set(['not known']));
  });

  it('are refused where no upcaster leads on, instead of being misread', () => {
    const { events } = recordings.find(({ aggregate }) => aggregate === 'ids') as Recording;
    const gap = { IdBlockReserved: { ...idsCatalog.IdBlockReserved, schema: 2 } };
    expect(() => replaying(ids, gap)(events)).toThrow('ids@0: nothing reads IdBlockReserved.v1');
  });
});
