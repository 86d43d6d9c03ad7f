import { isSealed, type Json, type JsonObject, MASK, pythonJson, type Variables, withEntries } from '@domain/kernel';
import type { LaunchedData } from '@domain/launch';
import type { SqlValue } from '@application/ports';
import { LAUNCH_COLUMNS } from './schema.js';

const NOT_MASKED: readonly string[] = [];

/** Variables as every view shows them: JSON text in Python's style, secrets masked. */
export const shownVariables = (variables: Variables, masks: readonly string[] = NOT_MASKED): string =>
  pythonJson(
    withEntries(
      Object.entries(variables).map(([name, value]): [string, Json] => [
        name,
        isSealed(value) || masks.includes(name) ? MASK : value.v,
      ]),
    ),
  );

const asSql = (value: unknown): SqlValue => {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'object' ? JSON.stringify(value) : (value as string | number);
};

/** The row of a job that was just launched. */
export const launchRow = (launched: LaunchedData, at: string): readonly SqlValue[] => {
  const values = rowValues(launched, at);
  return LAUNCH_COLUMNS.map((column) => asSql(values[column]));
};

const rowValues = (launched: LaunchedData, at: string): Readonly<Record<string, unknown>> => {
  const { composition, trigger, fixed } = launched;
  const effective: Partial<NonNullable<LaunchedData['composition']>['effective']> = composition?.effective ?? {};
  return {
    ...DEFAULTS,
    ...(fixed),
    ...effective,
    extra_vars: shownVariables(effective.extra_vars ?? {}, composition?.masks),
    id: launched.id,
    type: launched.kind,
    name: launched.name,
    description: launched.description,
    created: at,
    modified: at,
    created_by: launched.createdBy?.id,
    unified_job_template: launched.template?.id,
    template_type: composition?.template.kind ?? TEMPLATE_OF[launched.kind],
    organization: launched.organization?.id,
    launch_type: launched.launchType,
    status: 'new',
    launched_by: launched.launchedBy ?? {},
    schedule: trigger.by === 'schedule' ? trigger.schedule : null,
    source_workflow_job: trigger.by === 'workflow' ? trigger.workflowJob : null,
    source_node: trigger.by === 'workflow' ? trigger.node : null,
    ancestors: launched.ancestors,
    passwords_needed: composition?.passwordsNeeded ?? [],
  };
};

const TEMPLATE_OF = { job: 'job_template', workflow_job: 'workflow_job_template', project_update: 'project' } as const;

const DEFAULTS = { job_slice_number: 0, job_slice_count: 1, allow_simultaneous: false, is_sliced_job: false };
