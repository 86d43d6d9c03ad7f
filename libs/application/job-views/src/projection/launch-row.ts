import type { SqlValue } from '@application/ports';
import { pythonJson } from '@domain/kernel';
import { type LaunchedData, shownVariables } from '@domain/launch';
import { LAUNCH_COLUMNS, type LaunchColumn } from './launch-columns.js';

const NAMES = Object.keys(LAUNCH_COLUMNS) as readonly LaunchColumn[];

const TEMPLATE_OF = {
  job: 'job_template',
  workflow_job: 'workflow_job_template',
  project_update: 'project',
  system_job: 'system_job_template',
} as const;

/** Values that neither a prompt nor the template gives. */
const DEFAULTS = { job_slice_number: 0, job_slice_count: 1, allow_simultaneous: false, is_sliced_job: false };

type Values = Readonly<Record<string, unknown>>;

/** The row of a job that was just launched; {@link INSERT_LAUNCHED} takes it. */
export const launchRow = (launched: LaunchedData, at: string): readonly SqlValue[] => {
  const { composition, fixed } = launched;
  const sources: readonly Values[] = [
    identity(launched, at),
    origin(launched),
    workedOut(launched),
    ...[fixed, composition?.effective ?? {}, DEFAULTS],
  ];
  return NAMES.map((name) => asSql(sources.find((source) => name in source)?.[name]));
};

export const INSERT_LAUNCHED = `INSERT INTO unified_job (${NAMES.map((name) => `"${name}"`).join(', ')})
  VALUES (${NAMES.map(() => '?').join(', ')}) ON CONFLICT (id) DO NOTHING`;

const asSql = (value: unknown): SqlValue => {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'object' ? JSON.stringify(value) : (value as string | number);
};

const identity = (launched: LaunchedData, at: string): Values => ({
  id: launched.id,
  type: launched.kind,
  name: launched.name,
  description: launched.description,
  created: at,
  modified: at,
  // A launch is queued, or ended, in the append that makes it: nobody sees it `new`.
  status: 'pending',
  unified_job_template: launched.template?.id,
  organization: launched.organization?.id ?? launched.fixed['organization'],
  launch_type: launched.launchType,
  launched_by: launched.launchedBy ?? {},
  created_by: launched.createdBy?.kind === 'user' ? launched.createdBy.id : null,
  ancestors: launched.ancestors,
});

/** What is not simply a prompt or a setting of the template. */
const workedOut = ({ kind, composition }: LaunchedData): Values => ({
  template_type: composition?.template.kind ?? TEMPLATE_OF[kind],
  extra_vars: pythonJson(shownVariables(composition?.effective.extra_vars ?? {}, composition?.masks)),
  passwords_needed: composition?.passwordsNeeded ?? [],
  // How many slices a workflow job makes is told by its nodes; it is none itself.
  ...(kind === 'workflow_job' && { job_slice_count: 1 }),
});

const origin = ({ trigger }: LaunchedData): Values => {
  if (trigger.by === 'schedule') return { schedule: trigger.schedule };
  return trigger.by === 'workflow' ? { source_workflow_job: trigger.workflowJob, source_node: trigger.node } : {};
};
