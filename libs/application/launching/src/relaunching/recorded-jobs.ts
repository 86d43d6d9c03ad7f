import type { Position } from '@application/ports';
import { job, jobCatalog, jobStream } from '@domain/job';
import { missing, type Ref } from '@domain/kernel';
import type { LaunchedData } from '@domain/launch';
import {
  type Graph,
  workflowRun,
  workflowRunCatalog,
  type WorkflowRunEvent,
  workflowRunStream,
} from '@domain/workflow-run';
import type { LaunchingPorts } from '../ports.js';

/** A job that may be repeated, as its stream has it. */
export interface RecordedJob {
  readonly ref: Ref;
  readonly launch: LaunchedData;
  /** Not over yet. */
  readonly isActive: boolean;
  readonly position: Position | undefined;
}

const ACTIVE: readonly string[] = ['new', 'pending', 'waiting', 'running'];

/** The launches of jobs, from their own streams. */
export class RecordedJobs {
  constructor(private readonly aggregates: Pick<LaunchingPorts['aggregates'], 'load'>) {}

  /** @throws DomainError missing */
  async job(id: number): Promise<RecordedJob> {
    const stream = jobStream(id);
    const { state, revision, position } = await this.aggregates.load(stream, job, jobCatalog);
    const { launch, status } = state;
    if (launch?.kind !== 'job' || status === 'deleted') throw missing();
    const ref = { ref: stream, rev: revision, id, name: launch.name };
    return { ref, launch, isActive: ACTIVE.includes(status), position };
  }

  /** @throws DomainError missing */
  async workflowJob(id: number): Promise<RecordedJob> {
    const stream = workflowRunStream(id);
    const { state, revision, position } = await this.aggregates.load(stream, workflowRun, workflowRunCatalog);
    if (!('launch' in state)) throw missing();
    const ref = { ref: stream, rev: revision, id, name: state.launch.name };
    return { ref, launch: state.launch, isActive: ACTIVE.includes(state.status), position };
  }

  /** Nodes and edges that a workflow job walked; the run itself forgets them when it is over. */
  async graph(id: number): Promise<Graph> {
    const { state } = await this.aggregates.load(workflowRunStream(id), SNAPSHOT, workflowRunCatalog);
    return state;
  }
}

const SNAPSHOT = {
  initial: { nodes: [], edges: [], source: null } as Graph,
  evolve: (graph: Graph, event: WorkflowRunEvent): Graph => {
    if (event.type !== 'WorkflowGraphSnapshotted') return graph;
    const { nodes, edges, source } = event.data;
    return { nodes, edges, source };
  },
};
