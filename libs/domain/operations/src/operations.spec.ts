import { specification } from '@testing/specification';
import { MOST_PLACES, type ParkedPlace } from './messages.js';
import { operations } from './operations.js';

const given = specification(operations);
const by = { kind: 'user', id: 1, name: 'admin' } as const;
const place = (revision: number): ParkedPlace => ({ handler: 'queue', stream: 'job-402', revision });

describe('events that are handled once more', () => {
  it('are told of with who wanted it, and where they lie', () =>
    given()
      .when({ type: 'ReplayParkedEvents', by, places: [place(1), place(2)] })
      .then({ type: 'ParkedEventsReplayed', data: { by, count: 2, places: [place(1), place(2)] } }));

  it('are nothing to tell of when there are none', () =>
    given().when({ type: 'ReplayParkedEvents', by, places: [] }).thenNothing());

  it('are named up to a number, and counted beyond it', () => {
    const places = Array.from({ length: MOST_PLACES + 1 }, (_, revision) => place(revision));
    given()
      .when({ type: 'ReplayParkedEvents', by, places })
      .then({
        type: 'ParkedEventsReplayed',
        data: { by, count: MOST_PLACES + 1, places: places.slice(0, MOST_PLACES) },
      });
  });
});
