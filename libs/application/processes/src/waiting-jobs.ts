import type { AggregateRunner } from '@application/event-sourcing';
import type { EventLog, ReadStore, StoredEvent } from '@application/ports';
import type { Candidate } from '@domain/dispatcher';
import { type Job, job, jobCatalog, jobStream } from '@domain/job';
import type { LaunchedData } from '@domain/launch';
import { workflowRun, workflowRunCatalog, workflowRunStream } from '@domain/workflow-run';
import { following } from './command-context.js';
import type { Dependencies } from './dependencies.js';
import type { DispatchLoop } from './dispatch-loop.js';

type Kind = Candidate['kind'];

const HOSTS = 'SELECT COUNT(*) AS hosts FROM host WHERE inventory = ? AND enabled = 1';
const PENDING = "SELECT id, type FROM unified_job WHERE status IN ('new', 'pending') ORDER BY id";

/** Forks of a job that names none (Ansible's default). */
const USUAL_FORKS = 5;

/** Hands jobs that wait to the dispatcher, as soon as nothing they depend on is under way. */
export class WaitingJobs {
  constructor(
    private readonly parts: {
      readonly log: Pick<EventLog, 'readStream'>;
      readonly aggregates: AggregateRunner;
      readonly store: Pick<ReadStore, 'all'>;
      readonly loop: DispatchLoop;
      readonly dependencies: Dependencies;
    },
  ) {}

  /** A job was queued: what it depends on is decided, then it waits. */
  async queued(kind: Kind, id: number, event: StoredEvent): Promise<void> {
    if (kind !== 'workflow_job') await this.parts.dependencies.link(id, event);
    await this.reconsider(kind, id, event);
  }

  /** After a restart: everything that waited is queued once more. The read model must have reached the head of the log. */
  async recover(): Promise<void> {
    for (const { type, id } of await this.parts.store.all(PENDING, [])) {
      const kind = type as Kind;
      const queued = await this.queuing(kind, Number(id));
      if (queued) await this.queued(kind, Number(id), queued);
    }
  }

  /** Lets a job wait for its turn, unless it is under way or over, or what it depends on ended badly. */
  async reconsider(kind: Kind, id: number, because: StoredEvent): Promise<void> {
    const { loop, dependencies } = this.parts;
    const found = kind === 'workflow_job' ? await this.workflowJob(id) : await this.job(id);
    if (!found) return loop.withdraw(id);
    const { broken, active } = await dependencies.standing(found.dependencies);
    if (broken) await dependencies.fail(id, broken, following(because, `fail ${id}`));
    else loop.enqueue(await this.candidate(found.launch, active, because.meta.at));
  }

  private async queuing(kind: Kind, id: number): Promise<StoredEvent | undefined> {
    const stream = kind === 'workflow_job' ? workflowRunStream(id) : jobStream(id);
    for await (const event of this.parts.log.readStream(stream)) if (event.type === 'JobQueued') return event;
    return undefined;
  }

  private async job(id: number): Promise<Found | null> {
    const { state } = await this.parts.aggregates.load(jobStream(id), job, jobCatalog);
    return isWaiting(state) ? { launch: state.launch, dependencies: state.dependencies ?? [] } : null;
  }

  private async workflowJob(id: number): Promise<Found | null> {
    const { state } = await this.parts.aggregates.load(workflowRunStream(id), workflowRun, workflowRunCatalog);
    return state.status === 'pending' ? { launch: state.launch, dependencies: [] } : null;
  }

  private async candidate(launch: LaunchedData, dependencies: readonly number[], at: string): Promise<Candidate> {
    const inventory = idOf(launch.composition?.effective.inventory);
    return {
      job: launch.id,
      kind: launch.kind,
      template: launch.template?.id ?? null,
      allowSimultaneous: launch.fixed['allow_simultaneous'] === true,
      project: launch.kind === 'project_update' ? (launch.template?.id ?? null) : idOf(launch.fixed['project']),
      inventory,
      impact: await this.impact(launch, inventory),
      createdAt: at,
      dependencies,
    };
  }

  /** Forks it takes, and one for the process that controls them (spec jobs.md §3.3). */
  private async impact({ kind, composition }: LaunchedData, inventory: number | null): Promise<number> {
    if (kind === 'workflow_job') return 0;
    if (kind === 'project_update' || kind === 'system_job') return 1;
    const forks = Number(composition?.effective.forks ?? 0) || USUAL_FORKS;
    if (inventory === null) return forks;
    const [row] = await this.parts.store.all(HOSTS, [inventory]);
    return Math.min(forks, Number(row?.['hosts'] ?? 0)) + 1;
  }
}

interface Found {
  readonly launch: LaunchedData;
  readonly dependencies: readonly number[];
}

const idOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

const isWaiting = (state: Job): state is Job & { readonly launch: LaunchedData } =>
  state.status === 'pending' && state.launch !== null;
