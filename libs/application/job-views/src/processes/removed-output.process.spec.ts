import type { StoredEvent } from '@application/ports';
import { removedOutput } from './removed-output.process.js';

describe('output of deleted jobs', () => {
  const removed: number[] = [];
  const manager = removedOutput({ remove: async (job) => void removed.push(job) });
  const deleted = (stream: string) => manager.handle({ type: 'JobDeleted', stream } as StoredEvent);

  it('goes with its job; workflow jobs have none', async () => {
    await deleted('job-402');
    await deleted('wfjob-401');
    expect(removed).toEqual([402]);
  });
});
