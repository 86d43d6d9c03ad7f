import { schedulesProjection } from '@application/schedules';
import { randomUUID } from 'node:crypto';
import { MemoryEventLog } from '@adapters/event-log-memory';
import { AggregateRunner, LogIdAllocator, SystemClock } from '@application/event-sourcing';
import { sessionProjection, tokenProjection } from '@application/authentication';
import { jobsProjection } from '@application/job-views';
import type { NewEvent, Position, Projection, ReadStore } from '@application/ports';
import { ProjectionRunner } from '@application/projections';
import { ListReader, type QueryModel } from '@application/queries';
import {
  type Caller,
  ResourceApi,
  type ResourcePorts,
  ResourceService,
  type ResourceType,
  RoleApi,
  type Target,
  kindOf,
  resourceModels,
  resourceProjection,
  roleModel,
  writeContext,
} from '@application/resources';
import type { Viewer } from '@domain/access';
import { type JsonObject, SYSTEM_ACTOR } from '@domain/kernel';
import { openReadStore } from '@testing/read-stores';
import { CountedStore } from './counted-store.js';
import { openSealer, plainHasher } from './open-secrets.js';

const ADMIN: Viewer = { id: 1, username: 'admin', isSuperuser: true, isSystemAuditor: false };

export interface InstallationOptions {
  readonly projections?: readonly Projection[];
  readonly models?: readonly QueryModel[];
  readonly playbooks?: ResourcePorts['playbooks'];
  readonly shared?: ResourcePorts['shared'];
  readonly activeJobs?: ResourcePorts['activeJobs'];
  /** Where rows go when not into a store of its own. */
  readonly store?: ReadStore;
  /** Asked of the read models. */
  readonly isLabelCarried?: (store: ReadStore, label: number) => Promise<boolean>;
}

/** The application without its server: a log in memory, read models in an unnamed file, the user `admin` (id 1). */
export class Installation {
  readonly log = new MemoryEventLog();
  readonly clock = new SystemClock();
  readonly store: CountedStore;
  readonly runner = new AggregateRunner(this.log, { clock: this.clock });
  readonly ids = new LogIdAllocator(this.runner);
  readonly sealer = openSealer();
  readonly ports: ResourcePorts;
  readonly resources: ResourceService;
  readonly api: ResourceApi;
  readonly roles: RoleApi;
  private readonly projections: ProjectionRunner;
  private requests = 0;

  private constructor(read: ReadStore, options: InstallationOptions) {
    this.store = new CountedStore(read);
    this.projections = new ProjectionRunner({
      log: this.log,
      store: this.store,
      projections: [
        resourceProjection,
        jobsProjection,
        sessionProjection,
        tokenProjection,
        schedulesProjection,
        ...(options.projections ?? []),
      ],
      onFailure: (error) => {
        throw error;
      },
    });
    const { runner, ids, sealer, clock, store } = this;
    this.ports = {
      ...{ runner, ids, sealer, clock, store, hasher: plainHasher },
      playbooks: options.playbooks ?? { list: () => Promise.resolve(undefined) },
      activeJobs: options.activeJobs ?? (() => Promise.resolve([])),
      caughtUp: (position) => this.caughtUp(position),
      ...(options.shared && { shared: options.shared }),
      isLabelCarried: (label) => options.isLabelCarried?.(store, label) ?? Promise.resolve(false),
    };
    this.resources = new ResourceService(this.ports);
    const models = [...resourceModels, roleModel, ...(options.models ?? [])];
    const lists = new ListReader(this.store, () => models);
    const serving = { resources: this.resources, store, lists, caughtUp: this.ports.caughtUp };
    this.api = new ResourceApi(serving);
    this.roles = new RoleApi({ api: this.api, ...serving });
  }

  static async open(options: InstallationOptions = {}): Promise<Installation> {
    const opened = new Installation(options.store ?? (await openReadStore()), options);
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

  /** Makes an object that no user could: fields are set as given, past the rules. */
  async seed(type: ResourceType, body: JsonObject, set: JsonObject): Promise<{ readonly id: number }> {
    const id = await this.ids.next(kindOf(type).idSpace);
    const written = await this.resources.create(type, body, writeContext(this.caller()), { id, set });
    await this.caughtUp(written.position);
    return { id };
  }

  /** How many queries the read models have answered so far. */
  queries(): number {
    return this.store.queries;
  }

  /** An ordinary user. */
  async user(username: string): Promise<Viewer> {
    const { id } = await this.make('user', { username, password: 'secret' });
    return { id, username, isSuperuser: false, isSystemAuditor: false };
  }

  /** Id of an object's role. */
  async roleOf(object: Target, field: string): Promise<number> {
    const { roles } = await this.resources.aggregates.live(object.kind, object.id);
    const role = roles[field];
    if (role === undefined) throw new Error(`${object.kind} has no ${field}`);
    return role;
  }

  /** Gives a user a role, or takes it away (`{disassociate: true}`). */
  async giveRole({ id }: Viewer, object: Target, field: string, more: JsonObject = {}): Promise<void> {
    const body = { id: await this.roleOf(object, field), ...more };
    await this.roles.give({ kind: 'user', id }, body, this.caller());
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
