import type { RunRequest } from '@application/ports';
import { isSealed, type JsonObject, SYSTEM_ACTOR, withEntries } from '@domain/kernel';
import type { Composition, LaunchedData } from '@domain/launch';
import { number, text } from './plain-values.js';
import type { Prepared } from './run-preparation.js';

type Effective = Composition['effective'];
type Playbook = NonNullable<RunRequest['playbook']>;
type RunOptions = Omit<Playbook, 'projectPath' | 'inventory' | 'inventoryId' | 'extraVars' | 'credentials'>;
type Source = Omit<NonNullable<RunRequest['checkout']>, 'path' | 'credential'>;

const WHOLE = { number: 1, count: 1 };

/** How a play is run, by what the launch composed and what its template fixes. */
export const runOptions = (effective: Effective, fixed: JsonObject): RunOptions => ({
  file: text(fixed['playbook']),
  jobType: effective.job_type === 'check' ? 'check' : 'run',
  limit: text(effective.limit),
  tags: text(effective.job_tags),
  skipTags: text(effective.skip_tags),
  startAtTask: text(fixed['start_at_task']),
  verbosity: number(effective.verbosity),
  forks: number(effective.forks),
  diff: effective.diff_mode === true,
  become: fixed['become_enabled'] === true,
  forceHandlers: fixed['force_handlers'] === true,
});

/** A slice runs on every n-th host; any other job is the one slice there is. */
export const sliceOf = ({ fixed, composition }: LaunchedData) => {
  const slice = number(fixed['job_slice_number']);
  return slice > 0 ? { number: slice, count: Math.max(1, number(composition?.effective.job_slice_count)) } : WHOLE;
};

/** What every kind of run has. */
export const requestOf = ({ id, kind, composition, fixed, trigger }: LaunchedData, attempt: string): RunRequest => ({
  jobId: id,
  kind: kind === 'workflow_job' ? 'job' : kind,
  attempt,
  timeout: number(composition?.effective.timeout ?? fixed['timeout']),
  ...(trigger.by === 'workflow' && { workflow: { jobId: trigger.workflowJob, nodeIdentifier: trigger.identifier } }),
});

/** Where a project comes from. */
export const checkoutOf = (fixed: JsonObject): Source => ({
  url: text(fixed['scm_url']),
  branch: text(fixed['scm_branch']),
  refspec: text(fixed['scm_refspec']),
  clean: fixed['scm_clean'] === true,
  deleteFirst: fixed['scm_delete_on_update'] === true,
  trackSubmodules: fixed['scm_track_submodules'] === true,
});

/** A system job needs nothing but its variables. */
export const maintenanceRun = (launch: LaunchedData, attempt: string): Prepared => {
  const given = Object.entries(launch.composition?.effective.extra_vars ?? {});
  const variables = withEntries(given.flatMap(([name, value]) => (isSealed(value) ? [] : [[name, value.v] as const])));
  const maintenance = { jobType: text(launch.fixed['job_type']), variables, by: launch.createdBy ?? SYSTEM_ACTOR };
  return { ok: true, request: { ...requestOf(launch, attempt), maintenance }, facts: { injected: {} } };
};
