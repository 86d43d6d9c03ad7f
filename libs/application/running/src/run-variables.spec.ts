import { launchedData } from '@testing/builders';
import { openSealer } from '@testing/installation';
import type { Ancestor } from '@domain/launch';
import { injectedVariables, openedVariables, type RunFacts } from './run-variables.js';

const ANN = { id: 5, name: 'ann', email: 'ann@example.org', firstName: 'Ann', lastName: 'Lee' };
const FACTS: RunFacts = {
  node: 'node-1',
  project: { revision: '1f3c', branch: 'main' },
  inventory: { id: 3, name: 'Stores' },
  user: null,
};
const RELEASE: Ancestor = {
  ...{ workflowJob: 401, workflowJobName: 'Release', template: 20, templateName: 'Release' },
  launchType: 'manual',
};
const NIGHTLY = { id: 12, name: 'nightly', type: 'schedule', url: '/api/v2/schedules/12/' };

const ALWAYS = {
  job_id: 402,
  job_launch_type: 'manual',
  job_template_id: 8,
  job_template_name: 'jt 8',
  project_revision: '1f3c',
  project_scm_branch: 'main',
  inventory_id: 3,
  inventory_name: 'Stores',
  execution_node: 'node-1',
};

describe('variables that are injected into a run', () => {
  /** Without the prefix; both prefixes must tell the same. */
  const injected = (...launch: Parameters<typeof injectedVariables>) => {
    const all = Object.entries(injectedVariables(...launch));
    const under = (prefix: string) =>
      Object.fromEntries(
        all.flatMap(([name, value]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [])),
      );
    expect(under('awx_')).toEqual(under('tower_'));
    expect(all).toHaveLength(2 * Object.keys(under('awx_')).length);
    return under('awx_');
  };
  const job = (more = {}) => launchedData('job', 402, more);

  it('tell where it runs', () => expect(injected(job(), FACTS)).toEqual(ALWAYS));

  it('leave out what there is not', () => {
    expect(injected(job({ template: null }), { node: 'node-1', project: null, inventory: null, user: null })).toEqual({
      ...{ job_id: 402, job_launch_type: 'manual', execution_node: 'node-1' },
    });
  });

  it('tell who launched it', () => {
    expect(injected(job(), { ...FACTS, user: ANN })).toEqual({
      ...ALWAYS,
      ...{ user_id: 5, user_name: 'ann', user_email: 'ann@example.org', user_first_name: 'Ann', user_last_name: 'Lee' },
    });
  });

  it('tell the branch of the job only when it has one of its own', () => {
    const withBranch = (scm_branch: string) => job({ composition: { effective: { scm_branch } } });
    expect(injected(withBranch(''), FACTS)).toEqual(ALWAYS);
    expect(injected(withBranch('hotfix'), FACTS)).toEqual({ ...ALWAYS, job_scm_branch: 'hotfix' });
  });

  it('tell of the workflow right around it', () => {
    const outer = { ...RELEASE, workflowJob: 400 };
    expect(injected(job({ launchType: 'workflow', ancestors: [outer, RELEASE] }), FACTS)).toEqual({
      ...{ ...ALWAYS, job_launch_type: 'workflow' },
      ...{ workflow_job_id: 401, workflow_job_name: 'Release', workflow_job_launch_type: 'manual' },
    });
  });

  it('tell of the schedule that started it, or the workflow around it', () => {
    const trigger = { by: 'schedule', schedule: 12, occurrence: '' } as const;
    const scheduled = job({ launchType: 'scheduled', trigger, launchedBy: NIGHTLY });
    expect(injected(scheduled, FACTS)).toEqual({
      ...{ ...ALWAYS, job_launch_type: 'scheduled' },
      ...{ schedule_id: 12, schedule_name: 'nightly' },
    });
    const nested = job({ launchedBy: NIGHTLY, ancestors: [{ ...RELEASE, launchType: 'scheduled' }] });
    expect(injected(nested, FACTS)).toMatchObject({
      ...{ parent_job_schedule_id: 12, parent_job_schedule_name: 'nightly' },
    });
    expect(injected(nested, FACTS)).not.toHaveProperty('schedule_id');
  });
});

describe('variables of a run', () => {
  it('are opened, whatever their names', async () => {
    const sealer = openSealer();
    const secret = await sealer.seal('job-402', 'extra_vars.token', 's3cret');
    const variables = JSON.parse('{"__proto__": {"v": 1}, "plain": {"v": [1]}}') as Record<string, never>;
    const opened = await openedVariables(sealer, 'job-402', { ...variables, token: secret });
    expect(Object.keys(opened)).toEqual(['__proto__', 'plain', 'token']);
    expect(opened).toMatchObject({ plain: [1], token: 's3cret' });
  });
});
