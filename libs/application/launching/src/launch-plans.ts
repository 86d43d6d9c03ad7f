import type { LaunchTargets } from '@application/launch-targets';
import type { JsonObject, Ref } from '@domain/kernel';
import { jobStream } from '@domain/job';
import type { Composition, CopiedData, JobKind, LaunchedData, LaunchTarget } from '@domain/launch';
import { type Graph, workflowRunStream } from '@domain/workflow-run';
import type { GraphCopies } from './graph-copies.js';
import { launchedData, type Launcher } from './launched-data.js';

/** All that the first events of a job need. */
export interface LaunchPlan {
  readonly launch: LaunchedData | CopiedData;
  /** Of workflow jobs only. */
  readonly graph: Graph | null;
}

/** A template whose values for one job are decided. */
export interface Decided {
  readonly id: number;
  readonly target: LaunchTarget;
  /** Null for kinds without prompts. */
  readonly composition: Composition | null;
  /** Prompts as they were received, secrets masked. */
  readonly requested: JsonObject;
  readonly fixed?: JsonObject;
}

/** What a decided launch comes to, whoever asked for it: a job, a workflow job, or the workflow job of a sliced job. */
export class LaunchPlans {
  constructor(
    private readonly targets: LaunchTargets,
    private readonly graphs: GraphCopies,
  ) {}

  async plan(decided: Decided, launcher: Launcher): Promise<LaunchPlan> {
    const { target, composition } = decided;
    const kind = jobKindOf(target, composition);
    const [organization, graph] = await Promise.all([
      this.organization(target),
      kind === 'workflow_job' ? this.graphOf(decided) : null,
    ]);
    const fixed = { ...fixedOf(kind, target), ...decided.fixed };
    return { launch: launchedData({ ...decided, kind, organization, fixed }, launcher), graph };
  }

  private async organization({ fixed }: LaunchTarget): Promise<Ref | null> {
    const id = fixed['organization'];
    const found = typeof id === 'number' ? await this.targets.resources.find('organization', id) : undefined;
    return found?.ref ?? null;
  }

  private graphOf({ id, target, composition }: Decided): Promise<Graph> {
    return target.kind === 'job_template'
      ? this.graphs.ofSlices(target.ref, composition?.slices ?? 1)
      : this.graphs.ofTemplate(target.ref, workflowRunStream(id));
  }
}

/** Several slices of a job are a workflow job. */
export const jobKindOf = ({ kind }: LaunchTarget, composition: Composition | null): JobKind => {
  if (kind === 'project') return 'project_update';
  if (kind === 'system_job_template') return 'system_job';
  return kind === 'workflow_job_template' || (composition?.slices ?? 1) > 1 ? 'workflow_job' : 'job';
};

/** Beyond what the template's own stream says. */
const fixedOf = (kind: JobKind, { kind: template, ref, fixed }: LaunchTarget): JsonObject => {
  if (kind === 'project_update') return { project: ref.id, job_type: 'check', job_tags: updateTags(fixed) };
  return kind === 'workflow_job' && template === 'job_template' ? { is_sliced_job: true } : {};
};

/** What an update does, in the words of AWX's own playbook. */
const updateTags = ({ scm_type: type }: JsonObject): string =>
  `update_${typeof type === 'string' ? type : ''},install_roles,install_collections`;

const streamOf = (kind: JobKind, id: number): string =>
  kind === 'workflow_job' ? workflowRunStream(id) : jobStream(id);

/**
 * Composes with secrets that belong to the job's own stream. That a job is sliced, and so has another stream, is known only
 * when its values are: then they are composed once more.
 */
export const composeOwned = async (
  { id, target }: Pick<Decided, 'id' | 'target'>,
  compose: (owner: string) => Promise<Composition>,
): Promise<Composition> => {
  const expected = streamOf(target.kind === 'workflow_job_template' ? 'workflow_job' : 'job', id);
  const composition = await compose(expected);
  const owner = streamOf(jobKindOf(target, composition), id);
  return owner === expected ? composition : compose(owner);
};
