import type { LaunchedData } from '@domain/launch';

/** Names by stream, as the launch recorded them. */
export type Names = ReadonlyMap<string, string>;

export const namesOf = ({ template, organization, ancestors }: LaunchedData): Names => {
  const names = new Map<string, string>();
  for (const ref of [template, organization]) if (ref) names.set(ref.ref, ref.name);
  for (const { workflowJob, workflowJobName, template: id, templateName } of ancestors) {
    names.set(`wfjob-${workflowJob}`, workflowJobName);
    if (id !== null) names.set(`wfjt-${id}`, templateName);
  }
  return names;
};
