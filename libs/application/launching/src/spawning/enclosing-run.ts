import { type Ancestor, type LaunchedData, type Named, type UngatedLayer, workflowRunLayer } from '@domain/launch';
import { type JobNode, workflowRunStream } from '@domain/workflow-run';
import type { Launcher } from '../launched-data.js';

/** The workflow job that spawns, as each of its nodes inherits from it. */
export interface EnclosingRun {
  readonly stream: string;
  readonly launch: LaunchedData;
  /** It holds the slices of one job. */
  readonly isSliced: boolean;
  readonly layer: UngatedLayer;
  readonly ancestors: readonly Ancestor[];
  /** Templates of the workflow jobs around a child, innermost first. */
  readonly enclosing: readonly Named[];
}

const known = new WeakMap<LaunchedData, EnclosingRun>();

/** The same for all nodes of a run, so it is worked out once. */
export const enclosingRun = (launch: LaunchedData): EnclosingRun => {
  const remembered = known.get(launch);
  if (remembered) return remembered;
  const ancestors = [...launch.ancestors, ancestorOf(launch)];
  const stream = workflowRunStream(launch.id);
  const source = { source: 'workflow_job', ref: stream, name: launch.name } as const;
  const run: EnclosingRun = {
    stream,
    launch,
    isSliced: launch.fixed['is_sliced_job'] === true,
    layer: launch.composition ? workflowRunLayer(launch.composition, source) : { source },
    ancestors,
    enclosing: ancestors.flatMap(templateOf).reverse(),
  };
  known.set(launch, run);
  return run;
};

const ancestorOf = ({ id, name, template, launchType }: LaunchedData): Ancestor => ({
  workflowJob: id,
  workflowJobName: name,
  template: template?.id ?? null,
  templateName: template?.name ?? '',
  launchType,
});

const templateOf = ({ template: id, templateName: name }: Ancestor): readonly Named[] =>
  id === null ? [] : [{ id, name }];

/** Who launches the job of a node: the workflow, in the name of whoever launched the outermost one. */
export const nodeLauncher = ({ launch, ancestors }: EnclosingRun, { id, identifier }: JobNode): Launcher => ({
  launchType: 'workflow',
  trigger: { by: 'workflow', workflowJob: launch.id, node: id, identifier },
  launchedBy: launch.launchedBy,
  createdBy: launch.createdBy,
  ancestors,
});
