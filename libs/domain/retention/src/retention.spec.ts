import { specification } from '@testing/specification';
import type { PruneJobs, RetentionEvent } from './messages.js';
import { retention } from './retention.js';

const given = specification(retention);
const BATCH = { before: '2026-08-27T00:00:00Z', by: { kind: 'user', id: 1, name: 'admin' }, job: 7 } as const;
const prune = (...ids: number[]): PruneJobs => ({ type: 'PruneJobs', ...BATCH, ids });
const pruned = (...ids: number[]): RetentionEvent => ({ type: 'JobsPruned', data: { ...BATCH, ids } });

describe('retention', () => {
  it('tells which jobs went, by whom, and the limit that was asked for', () =>
    given().when(prune(3, 4)).then(pruned(3, 4)));

  it('has nothing to tell of an empty batch', () => given(pruned(3)).when(prune()).thenNothing());

  it('may be told again of what it told before', () => given(pruned(3, 4)).when(prune(3, 4)).then(pruned(3, 4)));

  it('takes a bounded number at once', () => {
    const ids = Array.from({ length: 1001 }, (_, index) => index + 1);
    expect(() =>
      given()
        .when(prune(...ids))
        .thenNothing(),
    ).toThrow(RangeError);
  });
});
