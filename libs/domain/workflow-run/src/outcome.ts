import { effectiveArtifacts } from './artifacts.js';
import type { Plan } from './graph.js';
import type { Progress } from './judge.js';
import type { WorkflowEndData } from './messages.js';
import type { NodeProgress, OpenRun } from './state.js';

const UNHANDLED = 'No error handling paths found, marking workflow as failed';

/** The end once every node is decided: it is the existence of a handler edge that counts (spec workflows.md §3.6). */
export const outcomeOf = (run: OpenRun, progress: ReadonlyMap<number, NodeProgress>): WorkflowEndData => {
  const unhandled = failures(run.plan, progress);
  const missing = run.plan.flatMap(({ node, isHandled }) =>
    !isHandled && progress.get(node.id)?.state === 'missing' ? [node.id] : [],
  );
  const isFailed = unhandled.length > 0 || missing.length > 0;
  return {
    ...endOf(run, isFailed ? 'failed' : 'successful', isFailed ? UNHANDLED : '', progress),
    unhandled,
    missing: missing.sort((a, b) => a - b),
  };
};

const failures = (plan: Plan, progress: Progress): WorkflowEndData['unhandled'] =>
  plan
    .flatMap(({ node, isHandled }) => {
      const done = progress.get(node.id);
      const isFailure = done?.state === 'finished' && done.status !== 'successful';
      return isFailure && !isHandled ? [{ node: node.id, status: done.status }] : [];
    })
    .sort((a, b) => a.node - b.node);

/** An end that no node is to blame for: canceled, or never started. */
export const endOf = (
  run: Pick<OpenRun, 'launch'>,
  status: WorkflowEndData['status'],
  explanation: string,
  progress: ReadonlyMap<number, NodeProgress>,
): WorkflowEndData => ({
  status,
  explanation,
  unhandled: [],
  missing: [],
  workflow: outerNode(run.launch),
  artifacts: effectiveArtifacts(progress.values()),
});

const outerNode = ({ trigger }: OpenRun['launch']): WorkflowEndData['workflow'] =>
  trigger.by === 'workflow' ? { workflowJob: trigger.workflowJob, node: trigger.node } : null;
