import fc from 'fast-check';
import { commandEventId, derivedId } from './deterministic-id.js';

describe('derived ids', () => {
  it('stay what they were', () => {
    expect(commandEventId('job-1', 'c1', 0)).toBe('b8dd0811-a5a7-51fb-9cda-26d7e162d215');
  });

  it('are UUIDs of version 5', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (name, parts) => {
        expect(derivedId(name, ...parts)).toMatch(
          /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        );
      }),
    );
  });

  it('differ when any part differs, wherever the parts are cut', () => {
    const ids = [
      commandEventId('job-1', 'c1', 0),
      commandEventId('job-1', 'c1', 1),
      commandEventId('job-1', 'c2', 0),
      commandEventId('job-2', 'c1', 0),
      derivedId('a', 'b', 'c'),
      derivedId('a', 'bc'),
      derivedId('ab', 'c'),
      derivedId('a', 'b","c'),
      derivedId('a', 1),
      derivedId('a', '1'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});
