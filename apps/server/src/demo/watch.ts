import type { JsonObject } from '@domain/kernel';
import { textOf, type Api } from './api.js';
import type { Board } from './board.js';
import { nodeRow, type NodeRow } from './rows.js';

const UNDER_WAY = ['new', 'pending', 'waiting', 'running'];
const LOOK_EVERY_MS = 200;

export interface Ended {
  readonly workflowJob: JsonObject;
  readonly nodes: readonly NodeRow[];
}

/** Shows a workflow job until it has ended. */
export const watchWorkflow = async (api: Api, id: number, board: Board): Promise<Ended> => {
  const firstSeen = new Map<number, number>();
  const runningFor = (job: number): number => {
    if (!firstSeen.has(job)) firstSeen.set(job, Date.now());
    return (Date.now() - (firstSeen.get(job) ?? 0)) / 1000;
  };
  for (;;) {
    // Asked in this order, an ended workflow job comes with the last state of its nodes.
    const workflowJob = await api.get(`workflow_jobs/${id}/`);
    const nodes = await api.list(`workflow_jobs/${id}/workflow_nodes/`, {});
    const rows = nodes.map((node) => nodeRow(node, runningFor));
    board.show(rows);
    if (!UNDER_WAY.includes(textOf(workflowJob['status']))) return { workflowJob, nodes: rows };
    await api.pause(LOOK_EVERY_MS);
  }
};
