import { artifactLayers, type InheritedArtifacts } from './artifacts.js';
import { compose } from './compose.js';
import type { UngatedLayer } from './layers.js';
import { takesPrompts } from './prompts.js';
import type { ComposeRequest, Composition, Layer } from './types.js';

export interface SpawnRequest extends Pick<ComposeRequest, 'target' | 'typedPasswords' | 'enclosing'> {
  /** The node's saved prompts. */
  readonly node: UngatedLayer;
  /** The workflow job around it: `workflowRunLayer`, or `slicedRunLayer`. */
  readonly run: UngatedLayer;
  /** Of the ancestors, weakest first. */
  readonly artifacts: readonly InheritedArtifacts[];
  /** The workflow job holds the slices of one job. */
  readonly isSlice?: boolean;
}

/** Composes the job of a workflow node (spec precedence.md §4). Kinds without prompts inherit nothing. */
export const composeSpawn = (request: SpawnRequest): Composition => {
  const { target, typedPasswords, enclosing, isSlice } = request;
  return compose({
    target,
    mode: 'spawn',
    layers: takesPrompts(target.kind) ? spawnLayers(request) : ownLayers(request),
    ...(typedPasswords === undefined ? {} : { typedPasswords }),
    ...(enclosing === undefined ? {} : { enclosing }),
    isUnsliced: isSlice === true,
  });
};

/**
 * The two columns of spec precedence.md §4.1. Their order of artifacts and workflow variables is reversed, as in AWX: a job
 * template gets the workflow's variables past its rules and above artifacts, a workflow template through its rules and below.
 */
const spawnLayers = ({ target, node, run, artifacts, isSlice }: SpawnRequest): readonly Layer[] => {
  const inherited = artifactLayers(artifacts).map((layer): Layer => ({ ...layer, gate: 'bypass' }));
  const outer = isSlice === true ? run : withoutLabels(run);
  if (target.kind === 'workflow_job_template') {
    return [{ ...node, gate: 'apply' }, { ...outer, gate: 'apply' }, ...inherited];
  }
  const { variables, ...prompts } = outer;
  const { source, origins, masks } = outer;
  const passing = { source, gate: 'bypass', ...(origins && { origins }), ...(masks && { masks }) } as const;
  return [
    { ...node, gate: 'apply' },
    { ...prompts, gate: 'apply' },
    ...inherited,
    ...(variables === undefined ? [] : [{ ...passing, variables }]),
  ];
};

/** A system job knows the few variables of its node, and nothing of the workflow (spec system-jobs.md §3). */
const ownLayers = ({ target, node }: SpawnRequest): readonly Layer[] =>
  target.kind === 'system_job_template' ? [{ ...node, gate: 'apply' }] : [];

const withoutLabels = ({ labels: _labels, ...layer }: UngatedLayer): UngatedLayer => layer;
