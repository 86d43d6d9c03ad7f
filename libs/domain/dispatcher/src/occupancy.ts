import type { Candidate, Slot } from './messages.js';

type Occupant = Pick<Slot, 'job' | 'kind' | 'template' | 'project' | 'impact'>;

/**
 * Who is active, found by what it may block: asking whether a candidate is blocked costs the same for ten slots and for
 * thousands. Filled at the start of a decision and changed only while it lasts.
 */
export class Occupancy {
  private readonly byJob = new Map<number, Occupant>();
  /** First active job or workflow job of a template: all of one template are of one kind, but for slices. */
  private readonly byTemplate = new Map<number, Occupant>();
  private readonly updateOfProject = new Map<number, Occupant>();
  private impact = 0;

  constructor(slots: Iterable<Occupant>) {
    for (const slot of slots) this.add(slot);
  }

  add(slot: Occupant): void {
    const { job, kind, template, project, impact } = slot;
    this.byJob.set(job, slot);
    this.impact += impact;
    if (kind === 'project_update') keepFirst(this.updateOfProject, project, slot);
    else keepFirst(this.byTemplate, template, slot);
  }

  holds(job: number): boolean {
    return this.byJob.has(job);
  }

  /** The active job that keeps the candidate from starting, by the table of spec jobs.md §3.2. */
  blockerOf(candidate: Candidate): Pick<Slot, 'job' | 'kind'> | null {
    const [dependency] = candidate.dependencies;
    if (dependency !== undefined) return this.byJob.get(dependency) ?? { job: dependency, kind: 'project_update' };
    return this.updateInTheWay(candidate) ?? this.sibling(candidate) ?? null;
  }

  /** Fits into what is left; when nothing that counts is active, any job does, so that none waits for ever. */
  hasRoomFor(impact: number, capacity: number): boolean {
    return impact === 0 || this.impact === 0 || this.impact + impact <= capacity;
  }

  private updateInTheWay({ kind, project }: Candidate): Occupant | undefined {
    return kind === 'workflow_job' || project === null ? undefined : this.updateOfProject.get(project);
  }

  /** A sliced workflow job carries its job template's id, so the jobs of that template block it too. */
  private sibling({ kind, template, allowSimultaneous }: Candidate): Occupant | undefined {
    if (kind === 'project_update' || template === null || allowSimultaneous) return undefined;
    return this.byTemplate.get(template);
  }
}

const keepFirst = (index: Map<number, Occupant>, key: number | null, slot: Occupant): void => {
  if (key !== null && !index.has(key)) index.set(key, slot);
};
