import { jobTemplate } from '@testing/launch';
import { blockedBy } from './blocked.js';

const NOW = Date.parse('2030-01-01T00:00:00Z');
const storeOf = (row: Record<string, string | number> | undefined) => ({ all: () => (row ? [row] : []) });

describe('what keeps a template from being launched on schedule (spec schedules.md §5)', () => {
  it.each([
    [9, undefined],
    [10, 'max_active_jobs'],
    [11, 'max_active_jobs'],
  ])('%i active jobs', async (active, reason) => {
    expect((await blockedBy(storeOf({ active }), jobTemplate(), NOW))?.skipped).toBe(reason);
  });

  it.each([
    ['never updated', undefined, 3600, undefined],
    ['updated within its cache timeout', '2029-12-31T23:30:00.000000Z', 3600, 'cache_fresh'],
    ['updated before that', '2029-12-31T22:30:00.000000Z', 3600, undefined],
    ['without a cache', '2029-12-31T23:59:59.000000Z', 0, undefined],
  ])('a project %s', async (_when, finished, timeout, reason) => {
    const project = { ...jobTemplate(), kind: 'project' as const, fixed: { scm_update_cache_timeout: timeout } };
    expect((await blockedBy(storeOf(finished ? { finished } : undefined), project, NOW))?.skipped).toBe(reason);
  });
});
