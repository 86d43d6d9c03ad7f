import type { LaunchTargets } from '@application/launch-targets';
import type { JsonObject } from '@domain/kernel';
import type { Composition, CurrentLists, Named } from '@domain/launch';
import type { JobNode, OpenRun } from '@domain/workflow-run';

/** What makes a job one slice of several (spec workflows.md §3.11): its number, and that its siblings may run beside it. */
export interface Slice {
  readonly composition: Composition;
  readonly fixed: JsonObject;
}

export const sliceOf = ({ id }: JobNode, { plan }: OpenRun, composition: Composition): Slice => ({
  composition: { ...composition, effective: { ...composition.effective, job_slice_count: plan.length } },
  fixed: { job_slice_number: plan.findIndex(({ node }) => node.id === id) + 1, allow_simultaneous: true },
});

const idsOf = (items: readonly Named[]): readonly number[] => items.map(({ id }) => id);

/** The lists of a sliced job's launch as those resources are now. */
export const recordedLists = async ({ launchConfig }: Composition, targets: LaunchTargets): Promise<CurrentLists> => {
  const { credentials, labels, instance_groups: groups } = launchConfig ?? {};
  return {
    ...(credentials && { credentials: await targets.credentials(idsOf(credentials)) }),
    ...(labels && { labels: await targets.named('label', idsOf(labels)) }),
    ...(groups && { instanceGroups: await targets.named('instance_group', idsOf(groups)) }),
  };
};
