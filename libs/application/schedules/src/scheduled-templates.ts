import type { LaunchTargets } from '@application/launch-targets';
import type { FieldErrors, Json } from '@domain/kernel';
import type { LaunchTarget, TemplateKind } from '@domain/launch';

/** Kinds that can be scheduled, with the path of their lists of schedules. */
export const SCHEDULABLE: Readonly<Partial<Record<TemplateKind, string>>> = {
  job_template: 'job_templates',
  workflow_job_template: 'workflow_job_templates',
  project: 'projects',
  system_job_template: 'system_job_templates',
};

export const SCHEDULABLE_KINDS = Object.keys(SCHEDULABLE) as readonly TemplateKind[];

/** The template of that id, whatever its kind. */
export const findTemplate = async (
  targets: Pick<LaunchTargets, 'of'>,
  id: number | null,
  offered: readonly number[],
): Promise<LaunchTarget | undefined> => {
  if (id === null) return undefined;
  for (const kind of SCHEDULABLE_KINDS) {
    const target = await targets.of(kind, id, offered);
    if (target) return target;
  }
  return undefined;
};

/** Nobody fetches the files of a manual project. */
export const demandSchedulable = ({ kind, fixed }: LaunchTarget): FieldErrors =>
  kind === 'project' && fixed['scm_type'] === ''
    ? { unified_job_template: ['Manual Project cannot have a schedule set.'] }
    : {};

/** An id as bodies hold it: a number, or its digits. */
export const idIn = (value: Json | undefined): number | null => {
  const id = typeof value === 'string' && /^\s*\d{1,15}\s*$/.test(value) ? Number(value) : value;
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : null;
};
