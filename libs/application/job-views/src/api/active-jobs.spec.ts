import { launchedData, ref } from '@testing/builders';
import { JobInstallation } from '@testing/installation';
import { activeJobs } from './active-jobs.js';

describe('jobs in the way of a deletion', () => {
  let installation: JobInstallation;
  beforeEach(async () => {
    installation = await JobInstallation.open();
    const more = { template: ref('jt', 8), organization: ref('organization', 2), fixed: { inventory: 3, project: 6 } };
    const queued = (id: number) => [
      { type: 'TemplateLaunched', data: launchedData('job', id, more) },
      { type: 'JobQueued', data: { passwords: [] } },
    ];
    await installation.cairn.record('job-402', queued(402));
    const end = { status: 'failed', explanation: '', traceback: '' };
    await installation.cairn.record('job-403', [...queued(403), { type: 'JobFailed', data: end }]);
    const update = launchedData('project_update', 404, { template: ref('project', 6) });
    await installation.cairn.record('job-404', [{ type: 'TemplateLaunched', data: update }]);
  });
  afterEach(() => installation.close());

  it.each([
    ['job_template', 8, [402]],
    ['inventory', 3, [402]],
    ['project', 6, [402, 404]],
    ['organization', 2, [402]],
    ['job_template', 9, []],
    ['label', 8, []],
  ] as const)('of %s %i are %j', async (type, id, expected) => {
    const found = await activeJobs(installation.cairn.store)(type, id);
    expect(found.map((job) => job['id'])).toEqual(expected);
  });
});
