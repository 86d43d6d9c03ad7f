import { jobTemplate, layer, workflowTemplate } from '@testing/launch';
import { compose } from './compose.js';
import type { ComposeRequest, Composition, LaunchMode, LaunchTarget, ScalarPrompts } from './types.js';

const launch = (target: LaunchTarget, prompts: ScalarPrompts, over: Partial<ComposeRequest> = {}): Composition =>
  compose({ target, mode: 'manual', layers: [layer('launch', { prompts })], ...over });

const asks = { limit: true, scm_branch: true, job_slice_count: true, inventory: true, forks: true, skip_tags: true };
const asking = (over: Partial<LaunchTarget> = {}): LaunchTarget => jobTemplate({ asks, ...over });

describe('a prompt of one value', () => {
  it('replaces the template value when it is asked for, "" and 0 included', () => {
    const target = asking({ values: { limit: 'web', forks: 5 } });
    const made = launch(target, { limit: '', forks: 0 });
    expect(made.effective).toMatchObject({ limit: '', forks: 0 });
    expect(made.accepted).toEqual({ limit: '', forks: 0 });
    expect(made.launchConfig).toEqual({ limit: '', forks: 0 });
    expect(made.decisions).toEqual([
      {
        field: 'limit',
        effective: { v: '' },
        winner: { source: 'launch', gate: 'accepted:ask' },
        rule: 'prompt_over_template',
        shadowed: [{ source: 'template', ref: 'jt-8', rev: 19, value: { v: 'web' } }],
        rejected: [],
      },
      expect.objectContaining({ field: 'forks' }),
    ]);
  });

  it('is a no-op when it equals the template value, asked for or not', () => {
    for (const target of [asking({ values: { limit: 'web' } }), jobTemplate({ values: { limit: 'web' } })]) {
      const made = launch(target, { limit: 'web' });
      expect(made).toMatchObject({ accepted: {}, ignored: {}, launchConfig: {}, errors: {} });
      expect(made.decisions).toMatchObject([{ rule: 'template_stands', shadowed: [{ gate: 'noop' }] }]);
    }
  });

  it('is not there when it is null', () => {
    expect(launch(asking(), { limit: null }).decisions).toEqual([]);
  });

  it('leaves no trace of fields nobody offers', () => {
    expect(JSON.stringify(launch(jobTemplate(), {}).decisions)).toBe('[]');
  });

  it.each<[LaunchMode, object]>([
    ['manual', {}],
    ['relaunch', {}],
    ['save-node', { limit: ['Field is not configured to prompt on launch.'] }],
    ['save-schedule', { limit: ['Field is not configured to prompt on launch.'] }],
    ['spawn', { limit: ['Field is not configured to prompt on launch.'] }],
  ])('is refused when it is not asked for: %s', (mode, errors) => {
    const made = launch(jobTemplate({ values: { limit: 'web' } }), { limit: 'db' }, { mode });
    expect(made).toMatchObject({ errors, ignored: { limit: 'db' }, accepted: {}, effective: { limit: 'web' } });
    expect(made.decisions).toMatchObject([
      { rule: 'rejected_falls_back', winner: { source: 'template' }, rejected: [{ code: 'not_prompted' }] },
    ]);
  });

  it('outside of the catalogue of a workflow template is neither accepted nor refused', () => {
    const made = launch(workflowTemplate(), { verbosity: 3 }, { mode: 'save-node' });
    expect(made).toMatchObject({ accepted: {}, ignored: {}, errors: {}, decisions: [] });
  });

  it('is not allowed at all on a project', () => {
    const made = launch({ ...jobTemplate(), kind: 'project' }, { limit: 'x' }, { mode: 'save-node' });
    expect(made.errors).toEqual({ limit: ['Field is not allowed on launch.'] });
    expect(made.decisions).toMatchObject([{ effective: null, winner: null, rejected: [{ code: 'unknown_field' }] }]);
  });

  it('past the rules reaches the job whatever the template asks for', () => {
    const made = compose({
      target: jobTemplate({ values: { limit: 'web' } }),
      mode: 'callback',
      layers: [layer('callback', { gate: 'bypass', prompts: { limit: 'host1' } })],
    });
    expect(made).toMatchObject({ effective: { limit: 'host1' }, launchConfig: { limit: 'host1' }, accepted: {} });
    expect(made.decisions).toMatchObject([{ rule: 'bypasses_gate', winner: { source: 'callback', gate: 'bypassed' } }]);
  });
});

describe('the branch', () => {
  const project = { ...jobTemplate().project!, allowOverride: true };
  const forbidden = ['Project does not allow override of branch.'];

  it('is a no-op when it is the branch of the project and the template has none', () => {
    expect(launch(jobTemplate(), { scm_branch: 'main' })).toMatchObject({ accepted: {}, ignored: {}, errors: {} });
  });

  it('is accepted only where the project allows it, in every mode', () => {
    expect(launch(asking({ project }), { scm_branch: 'dev' }).accepted).toEqual({ scm_branch: 'dev' });
    const refused = launch(asking(), { scm_branch: 'dev' });
    expect(refused.errors).toEqual({ scm_branch: forbidden });
    expect(refused.decisions).toMatchObject([{ rejected: [{ code: 'branch_override_forbidden' }] }]);
  });

  it('may go back to the branch of the project', () => {
    expect(launch(asking({ values: { scm_branch: 'old' } }), { scm_branch: 'main' }).accepted).toEqual({
      scm_branch: 'main',
    });
  });

  it('needs a project', () => {
    const made = launch(asking({ project: null }), { scm_branch: 'dev' });
    expect(made.errors).toMatchObject({ scm_branch: ['Project is missing.'] });
  });

  it('of a workflow template is not checked against any project', () => {
    const target = workflowTemplate({ asks: { scm_branch: true } });
    expect(launch(target, { scm_branch: 'dev' })).toMatchObject({ accepted: { scm_branch: 'dev' }, errors: {} });
  });
});

describe('slices', () => {
  it('are as many as asked for, but no more than hosts', () => {
    expect(launch(asking(), { job_slice_count: 3 })).toMatchObject({ slices: 3, effective: { job_slice_count: 3 } });
    expect(launch(asking(), { job_slice_count: 9 })).toMatchObject({ slices: 4, effective: { job_slice_count: 9 } });
  });

  it('are refused when the inventory that will be used has too few hosts', () => {
    const made = launch(asking(), { job_slice_count: 3, inventory: 4 });
    expect(made.errors).toEqual({ job_slice_count: ['Job inventory does not have enough hosts for slicing'] });
    expect(made).toMatchObject({ slices: 1, effective: { job_slice_count: 1 } });
  });

  it('of the template give way to an ordinary job when there are too few hosts', () => {
    const made = launch(jobTemplate({ values: { job_slice_count: 3, inventory: 4 } }), {});
    expect(made).toMatchObject({ slices: 1, effective: { job_slice_count: 1 }, errors: {} });
  });

  it.each<[Partial<ComposeRequest>]>([[{ mode: 'callback' }], [{ mode: 'relaunch' }], [{ isUnsliced: true }]])(
    'are never made again: %j',
    (over) => {
      expect(launch(jobTemplate({ values: { job_slice_count: 3 } }), {}, over).slices).toBe(1);
    },
  );
});

describe('what a manual launch needs', () => {
  const of = (target: LaunchTarget, prompts: ScalarPrompts = {}, over: Partial<ComposeRequest> = {}) =>
    launch(target, prompts, over).errors;

  it('a project and an inventory', () => {
    expect(of(jobTemplate({ project: null, values: { inventory: null } }))).toEqual({
      project: ['A project is required to run a job.'],
      resources_needed_to_start: [
        'Job Template project is missing or undefined.',
        'Job Template inventory is missing or undefined.',
      ],
    });
    expect(of(asking({ values: { inventory: null } }), { inventory: 3 })).toEqual({});
  });

  it('a revision to run', () => {
    const project = { ...jobTemplate().project!, lacksRevision: true };
    expect(of(jobTemplate({ project }))).toEqual({
      playbook: ['Missing a revision to run due to failed project update.'],
    });
  });

  it('an inventory that stays', () => {
    expect(of(jobTemplate({ values: { inventory: 5 } }))).toEqual({
      inventory: ['The inventory associated with this Job Template is being deleted.'],
    });
    expect(of(asking(), { inventory: 5 })).toEqual({ inventory: ['The provided inventory is being deleted.'] });
    expect(of(workflowTemplate({ values: { inventory: 5 } }))).toEqual({
      inventory: ['The inventory associated with this Workflow is being deleted.'],
    });
    expect(of(workflowTemplate())).toEqual({});
  });

  it('values the template itself could hold, told when all else is well', () => {
    expect(of(asking(), { forks: 201 }, { maxForks: 200 })).toEqual({
      forks: ['Maximum number of forks (200) exceeded.'],
    });
    expect(of(asking(), { forks: 201 }, { maxForks: 0 })).toEqual({});
    expect(of(asking(), { skip_tags: 's'.repeat(1030) })).toEqual({
      skip_tags: ['Ensure this value has at most 1024 characters (it has 1030).'],
    });
    expect(of(asking({ project: null }), { forks: 201 }, { maxForks: 200 })).not.toHaveProperty('forks');
  });
});
