import { randomUUID } from 'node:crypto';
import { MemoryEventLog } from '@adapters/event-log-memory';
import { SqliteReadStore } from '@adapters/read-store';
import { AggregateRunner, LogIdAllocator, SystemClock } from '@application/event-sourcing';
import { jobsProjection } from '@application/job-views';
import type { NewEvent, Position, Projection } from '@application/ports';
import { ProjectionRunner } from '@application/projections';
import { ListReader, type QueryModel, queryFunctions } from '@application/queries';
import {
  type Caller,
  ResourceApi,
  type ResourcePorts,
  ResourceService,
  type ResourceType,
  resourceModels,
  resourceProjection,
} from '@application/resources';
import type { Viewer } from '@domain/access';
import { type JsonObject, SYSTEM_ACTOR } from '@domain/kernel';
import { openSealer, plainHasher } from './open-secrets.js';

const ADMIN: Viewer = { id: 1, username: 'admin', isSuperuser: true, isSystemAuditor: false };

export interface InstallationOptions {
  readonly projections?: readonly Projection[];
  readonly models?: readonly QueryModel[];
  readonly playbooks?: ResourcePorts['playbooks'];
  readonly shared?: ResourcePorts['shared'];
}

/** The application without its server: a log in memory, read models in an unnamed file, the user `admin` (id 1). */
export class Installation {
  readonly log = new MemoryEventLog();
  readonly clock = new SystemClock();
  readonly store = new SqliteReadStore({ file: ':memory:', functions: queryFunctions });
  readonly runner = new AggregateRunner(this.log, { clock: this.clock });
  readonly ids = new LogIdAllocator(this.runner);
  readonly sealer = openSealer();
  readonly ports: ResourcePorts;
  readonly resources: ResourceService;
  readonly api: ResourceApi;
  private readonly projections: ProjectionRunner;
  private requests = 0;

  private constructor(options: InstallationOptions) {
    this.projections = new ProjectionRunner({
      log: this.log,
      store: this.store,
      projections: [resourceProjection, jobsProjection, ...(options.projections ?? [])],
      onFailure: (error) => {
        throw error;
      },
    });
    const { runner, ids, sealer, clock, store } = this;
    this.ports = {
      ...{ runner, ids, sealer, clock, store, hasher: plainHasher },
      playbooks: options.playbooks ?? { list: () => Promise.resolve(undefined) },
      activeJobs: () => Promise.resolve([]),
      caughtUp: (position) => this.caughtUp(position),
      ...(options.shared && { shared: options.shared }),
    };
    this.resources = new ResourceService(this.ports);
    const models = [...resourceModels, ...(options.models ?? [])];
    const lists = new ListReader(this.store, () => models);
    this.api = new ResourceApi({ resources: this.resources, store, lists, caughtUp: this.ports.caughtUp });
  }

  static async open(options: InstallationOptions = {}): Promise<Installation> {
    const opened = new Installation(options);
    await opened.projections.start();
    await opened.make('user', { username: 'admin', password: 'secret', is_superuser: true });
    return opened;
  }

  /** A new request of `admin`, or of another viewer. */
  caller(viewer: Viewer = ADMIN): Caller {
    this.requests += 1;
    return { viewer, request: `request-${this.requests}` };
  }

  /** Creates an object as `admin`; the answer of the API. */
  make(type: ResourceType, body: JsonObject): Promise<JsonObject & { readonly id: number }> {
    return this.api.create(type, body, this.caller()) as Promise<JsonObject & { readonly id: number }>;
  }

  /** An ordinary user. */
  async user(username: string): Promise<Viewer> {
    const { id } = await this.make('user', { username, password: 'secret' });
    return { id, username, isSuperuser: false, isSystemAuditor: false };
  }

  /** Puts events of a new stream into the log, as another aggregate would, and waits until the read models have them. */
  async record(stream: string, events: readonly { readonly type: string; readonly data: object }[]): Promise<void> {
    const recorded = events.map(({ type, data }): NewEvent => {
      const meta = { correlation: 'c', causation: 'c', actor: SYSTEM_ACTOR, at: this.clock.now(), hash: '' };
      return { id: randomUUID(), type, schema: 1, data, meta };
    });
    const { position } = await this.log.append(stream, 'no-stream', recorded);
    await this.caughtUp(position);
  }

  async caughtUp(position: Position | undefined): Promise<void> {
    if (!(await this.projections.reached(position, 20_000))) throw new Error('the read models do not follow the log');
  }

  async close(): Promise<void> {
    await this.projections.stop();
    await this.store.close();
  }
}
