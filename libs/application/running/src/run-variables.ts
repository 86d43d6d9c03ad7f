import { answerField } from '@application/launch-targets';
import type { SecretSealer } from '@application/ports';
import { isSealed, type Json, type JsonObject, type Variables, withEntries } from '@domain/kernel';
import type { LaunchedData } from '@domain/launch';

/** Variables in the clear, for the run alone. @param owner stream under which their secrets were sealed */
export const openedVariables = async (
  sealer: Pick<SecretSealer, 'open'>,
  owner: string,
  variables: Variables,
): Promise<JsonObject> => {
  const entries: [string, Json][] = [];
  for (const [name, value] of Object.entries(variables))
    entries.push([name, isSealed(value) ? await sealer.open(owner, answerField(name), value) : value.v]);
  return withEntries(entries);
};

/** What is known of a job's surroundings when it starts; null where there is nothing to tell. */
export interface RunFacts {
  readonly node: string;
  readonly project: { readonly revision: string; readonly branch: string } | null;
  readonly inventory: { readonly id: number; readonly name: string } | null;
  readonly user: {
    readonly id: number;
    readonly name: string;
    readonly email: string;
    readonly firstName: string;
    readonly lastName: string;
  } | null;
}

/** Variables that tell a play where it runs, each under AWX's two prefixes; they stand above all others (spec precedence.md §6). */
export const injectedVariables = (launch: LaunchedData, facts: RunFacts): JsonObject => {
  const told = Object.entries({
    job_id: launch.id,
    job_launch_type: launch.launchType,
    job_template_id: launch.template?.id,
    job_template_name: launch.template?.name,
    project_revision: facts.project?.revision,
    project_scm_branch: facts.project?.branch,
    job_scm_branch: launch.composition?.effective.scm_branch || undefined,
    inventory_id: facts.inventory?.id,
    inventory_name: facts.inventory?.name,
    execution_node: facts.node,
    ...userVariables(facts.user),
    ...workflowVariables(launch),
  }).filter((entry): entry is [string, string | number] => entry[1] !== undefined);
  return Object.fromEntries(
    ['awx', 'tower'].flatMap((prefix) => told.map(([name, value]) => [`${prefix}_${name}`, value])),
  );
};

const userVariables = (user: RunFacts['user']) => ({
  user_id: user?.id,
  user_name: user?.name,
  user_email: user?.email,
  user_first_name: user?.firstName,
  user_last_name: user?.lastName,
});

const workflowVariables = ({ ancestors }: LaunchedData) => {
  const parent = ancestors.at(-1);
  return {
    workflow_job_id: parent?.workflowJob,
    workflow_job_name: parent?.workflowJobName,
    workflow_job_launch_type: parent?.launchType,
  };
};
