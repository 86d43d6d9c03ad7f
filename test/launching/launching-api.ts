import { JobApi, jobModels } from '@application/job-views';
import { SavedLaunchPreviews, SystemJobLaunches } from '@application/launching';
import type { Position } from '@application/ports';
import { WorkflowRuns } from '@application/processes';
import { ListReader } from '@application/queries';
import { resourceModels } from '@application/resources';
import { Schedules } from '@application/schedules';
import type { Viewer } from '@domain/access';
import { type HostStatsData, job, jobCatalog, jobStream } from '@domain/job';
import type { Json, JsonObject } from '@domain/kernel';
import { workflowRun, workflowRunCatalog, workflowRunStream } from '@domain/workflow-run';
import { LaunchWorld } from '@testing/launches';
import { expectedAnswer } from '../../apps/server/src/http/answers/error-answer.js';
import { launchEndpoints } from '../../apps/server/src/http/launching/launch-endpoints.js';
import type { Buses } from '../../apps/server/src/http/routing/buses.js';
import { dispatch } from '../../apps/server/src/http/routing/dispatch.js';
import type { ApiRequest, Endpoint } from '../../apps/server/src/http/routing/endpoint.js';

export const ADMIN: Viewer = { id: 1, username: 'admin', isSuperuser: true, isSystemAuditor: false };

export interface Answered {
  readonly status: number;
  readonly body: JsonObject;
}

const STATS: HostStatsData = {
  ...{ host: null, ok: 1, changed: 0, failures: 0, dark: 0, skipped: 0, ignored: 0, rescued: 0, processed: 1 },
};

/** The endpoints of launching as the server binds them, on an installation in memory in which nothing runs. */
export class LaunchingApi {
  private readonly endpoints: readonly Endpoint[];
  readonly jobs: JobApi;
  private requests = 0;

  private constructor(readonly world: LaunchWorld) {
    const { store, clock, api: resources, runner: aggregates, ports } = world.installation;
    const lists = new ListReader(store, () => [...resourceModels, ...jobModels]);
    const workflows = new WorkflowRuns(aggregates, world.spawning);
    this.jobs = new JobApi({ store, clock, lists, resources, aggregates, workflows, caughtUp: ports.caughtUp });
    const { launches, forms, surveys, updates, relaunches, previews } = world;
    const saved = new SavedLaunchPreviews(world.ports);
    const schedules = new Schedules(aggregates);
    const maintenance = new SystemJobLaunches(world.ports);
    this.endpoints = launchEndpoints({
      launches,
      forms,
      surveys,
      updates,
      relaunches,
      previews,
      maintenance,
      saved,
      schedules,
      jobs: this.jobs,
    });
  }

  static async open(): Promise<LaunchingApi> {
    return new LaunchingApi(await LaunchWorld.open());
  }

  close(): Promise<void> {
    return this.world.close();
  }

  async get(path: string, viewer: Viewer = ADMIN): Promise<Answered> {
    return this.send('GET', path, {}, viewer);
  }

  async post(path: string, body: JsonObject = {}, viewer: Viewer = ADMIN): Promise<Answered> {
    return this.send('POST', path, body, viewer);
  }

  /** Launches a template; the id of the new job or workflow job. */
  async launch(path: string, body: JsonObject = {}, viewer: Viewer = ADMIN): Promise<number> {
    const { status, body: made } = await this.post(`${path}launch/`, body, viewer);
    if (status !== 201) throw new Error(`not launched: ${JSON.stringify(made)}`);
    return Number(made['id']);
  }

  /** Lets a job run to its end, with these hosts. */
  async finish(id: number, hosts: Readonly<Record<string, Partial<HostStatsData>>> = {}): Promise<void> {
    const known = await this.world.installation.store.all('SELECT id, name FROM host', []);
    const idOf = new Map(known.map((row) => [String(row['name']), Number(row['id'])]));
    const stats = Object.entries(hosts).map(([name, more]): [string, HostStatsData] => [
      name,
      { ...STATS, host: idOf.get(name) ?? null, ...more },
    ]);
    const attempt = `attempt of ${id}`;
    await this.command(id, { type: 'AdmitJob', attempt, instanceGroup: 1, node: 'n', impact: 1 });
    await this.command(id, { type: 'RecordStart', data: { attempt, args: [], cwd: '/', env: {}, injected: {} } });
    await this.command(id, {
      type: 'RecordRun',
      attempt,
      report: {
        ...{
          status: 'failed',
          exitCode: 2,
          explanation: '',
          traceback: '',
          artifacts: null,
          events: 0,
          revision: null,
        },
        hosts: stats.length > 0 ? Object.fromEntries(stats) : null,
      },
    });
  }

  /** Cancels a job or workflow job. */
  async cancel(id: number, isWorkflow = false): Promise<void> {
    const by = { kind: 'user', id: 1, name: 'admin' } as const;
    if (!isWorkflow) return this.command(id, { type: 'CancelJob', by, reason: 'requested' });
    const { position } = await this.world.installation.runner.handle({
      ...{ stream: workflowRunStream(id), decider: workflowRun, catalog: workflowRunCatalog },
      command: { type: 'CancelWorkflow', by, reason: 'requested' },
      context: this.context(),
    });
    await this.world.installation.caughtUp(position);
  }

  /** Position of the newest event: what writes nothing leaves it where it is. */
  async head(): Promise<Position | undefined> {
    return this.world.installation.log.head();
  }

  private async command(id: number, command: Parameters<typeof job.decide>[0]): Promise<void> {
    const { position } = await this.world.installation.runner.handle({
      ...{ stream: jobStream(id), decider: job, catalog: jobCatalog, command, context: this.context() },
    });
    await this.world.installation.caughtUp(position);
  }

  private context() {
    this.requests += 1;
    const id = `of the test ${this.requests}`;
    return {
      commandId: id,
      correlation: id,
      causation: id,
      actor: { kind: 'system', id: null, name: 'test' },
    } as const;
  }

  private async send(method: string, url: string, body: JsonObject, viewer: Viewer): Promise<Answered> {
    this.requests += 1;
    const [path = '', search = ''] = `/api/v2/${url}`.split('?');
    const target = this.endpoints.find((endpoint) => pattern(endpoint).test(path));
    if (!target) throw new Error(`nothing answers ${path}`);
    const id = pattern(target).exec(path)?.[1] ?? '';
    const request: ApiRequest = {
      ...{ id: `request ${this.requests}`, viewer, method, path, search, remote: '', isSecure: false, headers: {} },
      ...{ param: () => id, number: () => Number(id), body: () => body, query: () => new URLSearchParams(search) },
    };
    try {
      return answered(await dispatch(target, request, {} as Buses));
    } catch (error) {
      const refusal = expectedAnswer(error);
      if (!refusal) throw error;
      return answered(refusal);
    }
  }
}

const pattern = ({ path }: Endpoint): RegExp => new RegExp(`^${path.replace(':id', '(\\d+)')}$`);

const answered = ({
  status = 200,
  json = {},
}: {
  readonly status?: number;
  readonly json?: JsonObject | readonly Json[];
}) => ({
  status,
  body: json as JsonObject,
});
