import type { LaunchTargets } from '@application/launch-targets';
import { jobStream } from '@domain/job';
import type { JsonObject, Ref } from '@domain/kernel';
import { type Composition, copiedComposition, type CopiedData, type Repeat } from '@domain/launch';
import { workflowRunStream } from '@domain/workflow-run';
import type { AnswerSeals } from '../answers.js';
import type { GraphCopies } from '../graph-copies.js';
import type { LaunchPlan } from '../launch-plans.js';
import type { Launcher } from '../launched-data.js';
import type { RecordedJob, RecordedJobs } from './recorded-jobs.js';

interface CopyPorts {
  readonly targets: LaunchTargets;
  readonly seals: AnswerSeals;
  readonly graphs: GraphCopies;
  readonly jobs: RecordedJobs;
}

/** A job that is repeated from its own fields. */
export interface Copying {
  readonly old: RecordedJob;
  readonly composition: Composition;
  /** Null: it is gone. */
  readonly template: Ref | null;
  readonly failedHosts: Repeat['failedHosts'];
  readonly requested: JsonObject;
}

/** Repeats jobs whose template is gone, or which recorded no launch (spec relaunch-and-create-schedule.md §2.2). */
export class CopiedJobs {
  constructor(private readonly ports: CopyPorts) {}

  /** @param id of the new job, which owns its secrets */
  async plan(id: number, copying: Copying, launcher: Launcher): Promise<LaunchPlan> {
    const { old, template, requested } = copying;
    const { launch, ref } = old;
    const isWorkflow = launch.kind === 'workflow_job';
    const move = { from: ref.ref, to: isWorkflow ? workflowRunStream(id) : jobStream(id) };
    const copied: CopiedData = {
      ...launch,
      ...launcher,
      ...{ id, template, requested, from: ref },
      composition: await this.composition(copying, move),
    };
    return {
      launch: copied,
      graph: isWorkflow ? await this.ports.graphs.ofRun(await this.ports.jobs.graph(ref.id), move) : null,
    };
  }

  private async composition(
    { old: { ref }, composition, failedHosts }: Copying,
    move: Parameters<AnswerSeals['own']>[2],
  ): Promise<Composition> {
    const { credentials, extra_vars: variables } = composition.effective;
    const owned = await this.ports.seals.own(variables, null, move);
    return copiedComposition(composition, {
      source: { source: 'relaunch', ref: ref.ref, rev: ref.rev, name: ref.name },
      variables: owned.variables,
      credentials: await this.ports.targets.credentials(credentials.map(({ id }) => id)),
      failedHosts,
    });
  }
}
