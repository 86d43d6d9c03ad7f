import { answerField } from '@application/launch-targets';
import type { SecretSealer } from '@application/ports';
import { isSealed, type Json, type JsonObject, type Variables, withEntries } from '@domain/kernel';
import type { LaunchedData } from '@domain/launch';
import { text } from './plain-values.js';

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
  const injected: Record<string, Json> = {};
  const told = [
    ...jobFacts(launch, facts),
    ...userFacts(facts.user),
    ...workflowFacts(launch),
    ...scheduleFacts(launch),
  ];
  for (const [name, value] of told) {
    if (value !== undefined) injected[`awx_${name}`] = injected[`tower_${name}`] = value;
  }
  return injected;
};

type Fact = readonly [name: string, value: string | number | undefined];

const NONE: readonly Fact[] = [];

const jobFacts = (launch: LaunchedData, { node, project, inventory }: RunFacts): readonly Fact[] => [
  ['job_id', launch.id],
  ['job_launch_type', launch.launchType],
  ['job_template_id', launch.template?.id],
  ['job_template_name', launch.template?.name],
  ['project_revision', project?.revision],
  ['project_scm_branch', project?.branch],
  ['job_scm_branch', text(launch.composition?.effective.scm_branch) || undefined],
  ['inventory_id', inventory?.id],
  ['inventory_name', inventory?.name],
  ['execution_node', node],
];

const userFacts = (user: RunFacts['user']): readonly Fact[] =>
  user
    ? [
        ['user_id', user.id],
        ['user_name', user.name],
        ['user_email', user.email],
        ['user_first_name', user.firstName],
        ['user_last_name', user.lastName],
      ]
    : NONE;

const workflowFacts = ({ ancestors }: LaunchedData): readonly Fact[] => {
  const parent = ancestors.at(-1);
  return parent
    ? [
        ['workflow_job_id', parent.workflowJob],
        ['workflow_job_name', parent.workflowJobName],
        ['workflow_job_launch_type', parent.launchType],
      ]
    : NONE;
};

/** The schedule that started this job, or the workflow around it. */
const scheduleFacts = ({ trigger, createdBy, launchedBy, ancestors }: LaunchedData): readonly Fact[] => {
  if (launchedBy?.type !== 'schedule' || launchedBy.id === null) return NONE;
  const { id, name } = launchedBy;
  if (ancestors.at(-1)?.launchType === 'scheduled')
    return [
      ['parent_job_schedule_id', id],
      ['parent_job_schedule_name', name],
    ];
  return trigger.by === 'schedule' && createdBy === null
    ? [
        ['schedule_id', id],
        ['schedule_name', name],
      ]
    : NONE;
};
