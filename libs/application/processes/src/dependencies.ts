import { type AggregateRunner, type CommandContext, KeyedTurns } from '@application/event-sourcing';
import type { StoredResources } from '@application/launch-targets';
import type { Clock, Position, ReadStore, Row, StoredEvent } from '@application/ports';
import { type Dependency, type Job, job, jobCatalog, type JobCommand, jobStream } from '@domain/job';
import type { LaunchedData } from '@domain/launch';
import { following } from './command-context.js';

/** An update that was started for a job. */
export interface StartedDependency {
  readonly id: number;
  readonly position: Position | undefined;
}

/** Starts an update of a project because a job needs it; undefined when the project is gone or has no source. */
export type LaunchUpdate = (
  project: number,
  job: { readonly id: number; readonly launch: LaunchedData },
  context: CommandContext,
) => Promise<StartedDependency | undefined>;

export interface DependencyPorts {
  readonly aggregates: AggregateRunner;
  readonly resources: StoredResources;
  readonly store: Pick<ReadStore, 'all'>;
  readonly clock: Clock;
  readonly launchUpdate: LaunchUpdate;
  readonly caughtUp: (position: Position | undefined) => Promise<void>;
}

/** A dependency that did not end well. */
export interface Broken {
  readonly launch: LaunchedData;
  readonly status: string;
}

const NEWEST_UPDATE = `SELECT id, status, finished FROM unified_job
  WHERE unified_job_template = ? AND type = 'project_update' ORDER BY id DESC LIMIT 1`;
const ACTIVE: readonly unknown[] = ['new', 'pending', 'waiting', 'running'];

/** Updates that jobs need first (spec jobs.md §3.1): created, shared with others, or still fresh from the last time. */
export class Dependencies {
  private readonly turns = new KeyedTurns();

  constructor(private readonly ports: DependencyPorts) {}

  /** Decides once for a job that waits what it waits for. Jobs of the same project one after the other, so that they share. */
  async link(id: number, queued: StoredEvent): Promise<void> {
    const state = await this.load(id);
    if (!isUndecided(state)) return;
    const project = Number(state.launch.fixed['project'] ?? 0);
    if (project === 0) return;
    const found = await this.ports.resources.find('project', project);
    if (found?.state.fields['scm_update_on_launch'] !== true) return;
    const cache = Number(found.state.fields['scm_update_cache_timeout'] ?? 0);
    const { launch } = state;
    await this.turns.run(String(project), async () => {
      await this.ports.caughtUp(queued.position);
      const dependency = await this.updateOf(project, cache, { id, launch }, queued);
      const dependencies = dependency ? [dependency] : [];
      await this.send(id, { type: 'LinkDependencies', dependencies }, following(queued, 'link-dependencies'));
    });
  }

  /** Which of them are under way, and one that ended badly. */
  async standing(
    ids: readonly number[],
  ): Promise<{ readonly active: readonly number[]; readonly broken: Broken | null }> {
    const active: number[] = [];
    for (const id of ids) {
      const { status, launch } = await this.load(id);
      if (ACTIVE.includes(status)) active.push(id);
      else if (status !== 'successful' && launch) return { active: [], broken: { launch, status } };
    }
    return { active, broken: null };
  }

  /** A job whose dependency ended badly ends with it. */
  async fail(id: number, { launch, status }: Broken, context: CommandContext): Promise<void> {
    const isCanceled = status === 'canceled';
    const what = `{"job_type": "${launch.kind}", "job_name": ${JSON.stringify(launch.name)}, "job_id": "${launch.id}"}`;
    const explanation = `Previous Task ${isCanceled ? 'Canceled' : 'Failed'}: ${what}`;
    await this.send(id, { type: 'FailJob', explanation, as: isCanceled ? 'canceled' : 'failed' }, context);
  }

  private async updateOf(
    project: number,
    cacheSeconds: number,
    needy: { readonly id: number; readonly launch: LaunchedData },
    queued: StoredEvent,
  ): Promise<Dependency | null> {
    const [newest] = await this.ports.store.all(NEWEST_UPDATE, [project]);
    if (newest && ACTIVE.includes(newest['status'])) return { job: Number(newest['id']), how: 'shared', why: 'active' };
    const why = reasonToUpdate(newest, cacheSeconds, this.ports.clock.now());
    if (newest && why === null) return { job: Number(newest['id']), how: 'reused', why: 'fresh' };
    const started = await this.ports.launchUpdate(project, needy, following(queued, 'dependency'));
    if (!started) return null;
    await this.ports.caughtUp(started.position);
    return { job: started.id, how: 'created', why: why ?? 'never updated' };
  }

  private async load(id: number): Promise<Job> {
    return (await this.ports.aggregates.load(jobStream(id), job, jobCatalog)).state;
  }

  private async send(id: number, command: JobCommand, context: CommandContext): Promise<void> {
    await this.ports.aggregates.handle({ stream: jobStream(id), decider: job, catalog: jobCatalog, command, context });
  }
}

const isUndecided = (state: Job): state is Job & { readonly launch: LaunchedData } =>
  state.status === 'pending' && state.dependencies === null && state.launch?.kind === 'job';

/** Null while the newest update is good enough. */
const reasonToUpdate = (newest: Row | undefined, cacheSeconds: number, now: string): string | null => {
  if (!newest) return 'never updated';
  if (newest['status'] !== 'successful') return 'last failed';
  const expires = Date.parse(String(newest['finished'])) + cacheSeconds * 1000;
  return expires < Date.parse(now) ? 'cache expired' : null;
};
