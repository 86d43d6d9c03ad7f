import type { JsonObject } from '@domain/kernel';
import { nodeRow } from './rows.js';

const node = (job: JsonObject | null, more: JsonObject = {}): JsonObject => ({
  identifier: 'deploy',
  do_not_run: false,
  job: job === null ? null : 7,
  summary_fields: job === null ? {} : { job },
  ...more,
});
const never = (): number => {
  throw new Error('nobody asked how long it runs');
};

describe('a row of the terminal', () => {
  it('waits before there is a job, and until the job runs', () => {
    expect(nodeRow(node(null), never)).toEqual({ identifier: 'deploy', job: null, state: 'waiting', seconds: null });
    for (const status of ['new', 'pending', 'waiting']) {
      expect(nodeRow(node({ status, elapsed: 0 }), never)).toMatchObject({ job: 7, state: 'waiting', seconds: null });
    }
  });

  it('shows how long a job has been running, which the API does not say before it has ended', () => {
    const row = nodeRow(node({ status: 'running', elapsed: 0 }), (job) => job / 2);
    expect(row).toMatchObject({ state: 'running', seconds: 3.5 });
  });

  it('shows how the job ended and how long it took', () => {
    const row = nodeRow(node({ status: 'failed', elapsed: 1.25 }), never);
    expect(row).toMatchObject({ job: 7, state: 'failed', seconds: 1.25 });
  });

  it('is skipped when it will never run', () => {
    expect(nodeRow(node(null, { do_not_run: true }), never)).toMatchObject({ state: 'skipped', job: null });
  });
});
