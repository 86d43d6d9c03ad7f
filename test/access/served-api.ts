import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryEventLog } from '@adapters/event-log-memory';
import { AggregateRunner, LogIdAllocator, SystemClock } from '@application/event-sourcing';
import { completeInstallation } from '@application/installation';
import type { Position } from '@application/ports';
import type { Viewer } from '@domain/access';
import { type Json, type JsonObject, SYSTEM_ACTOR } from '@domain/kernel';
import { openSealer, plainHasher } from '@testing/installation';
import { openOutputStores } from '@testing/read-stores';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { bindCallbacks } from '../../apps/server/src/composition/callbacks.js';
import { Doors } from '../../apps/server/src/composition/doors.js';
import { bindHealth } from '../../apps/server/src/composition/health.js';
import { type ReadModels, startReadModels } from '../../apps/server/src/composition/read-models.js';
import { bindServices } from '../../apps/server/src/composition/services.js';
import { httpServices } from '../../apps/server/src/composition/serving.js';
import { Shutdown } from '../../apps/server/src/composition/shutdown.js';
import type { Stores } from '../../apps/server/src/composition/stores.js';
import { allEndpoints, createHttpApp } from '../../apps/server/src/http/http-app.js';
import type { Endpoint } from '../../apps/server/src/http/routing/endpoint.js';
import { structuredLog } from '../../apps/server/src/logging/log.js';
import { settingsFor } from '../live/settings.js';

export interface Answer {
  readonly status: number;
  readonly body: JsonObject;
}

const PROJECT = 'site';
const LOG = structuredLog('error', (line) => {
  throw new Error(line);
});

/** The whole API in this process, on a log in memory and without a worker: jobs are created and stay pending. */
export class ServedApi {
  private readonly viewers = new Map<string, Viewer>();

  private constructor(
    private readonly app: NestFastifyApplication,
    readonly stores: Stores,
    readonly endpoints: readonly Endpoint[],
    private readonly caughtUp: (position: Position) => Promise<void>,
    readonly close: () => Promise<void>,
  ) {}

  static async open(): Promise<ServedApi> {
    const troubles: unknown[] = [];
    const shutdown = new Shutdown((error) => troubles.push(error));
    const close = async (): Promise<void> => {
      await shutdown.run();
      if (troubles.length > 0) throw new AggregateError(troubles, 'not everything was closed');
    };
    try {
      return await ServedApi.openOn(shutdown, close);
    } catch (error) {
      await shutdown.run();
      throw error;
    }
  }

  private static async openOn(shutdown: Shutdown, close: () => Promise<void>): Promise<ServedApi> {
    const folder = mkdtempSync(join(tmpdir(), 'cairn-access-'));
    shutdown.add(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, PROJECT));
    writeFileSync(join(folder, PROJECT, 'site.yml'), '- hosts: all\n');
    const stores = await openStores();
    shutdown.add(() => stores.close());
    const readModels = await followUnlessBroken(stores);
    shutdown.add(() => readModels.stop());
    const settings = settingsFor(folder, { projectsRoot: folder });
    const services = bindServices(stores, readModels.caughtUp, settings);
    await completeInstallation({ ...stores, ...services }, { password: 'pw', isGiven: true });
    const callbacks = bindCallbacks(stores, services, settings);
    shutdown.add(() => callbacks.close());
    const [health, doors] = [bindHealth(stores, { node: 'here', roles: ['api'] }), new Doors()];
    const http = await httpServices(stores, services, { settings, log: LOG, callbacks, health, doors, nodes: null });
    const opened: { api?: ServedApi } = {};
    const bearers = { find: (name: string) => Promise.resolve(opened.api?.callerOf(name)) };
    const app = await createHttpApp({ ...http, bearers });
    shutdown.add(() => app.close());
    await app.getHttpAdapter().getInstance().ready();
    opened.api = new ServedApi(app, stores, allEndpoints(http, []), readModels.caughtUp, close);
    opened.api.know({ id: 1, username: 'admin', isSuperuser: true, isSystemAuditor: false });
    return opened.api;
  }

  /** From now on requests may come from him, by his name. */
  know(viewer: Viewer): void {
    this.viewers.set(viewer.username.replaceAll(':', '-'), viewer);
  }

  /** @param as null: nobody has logged in */
  async send(method: string, path: string, body?: Json, as: string | null = 'admin'): Promise<Answer> {
    const response = await this.app
      .getHttpAdapter()
      .getInstance()
      .inject({
        method: method as 'GET',
        url: path.startsWith('/') ? path : `/api/v2/${path}`,
        headers: {
          ...(as !== null && { authorization: `Bearer ${as.replaceAll(':', '-')}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { payload: JSON.stringify(body) }),
      });
    const isJson = response.headers['content-type'] === 'application/json' && response.payload !== '';
    const json: Json = isJson ? (JSON.parse(response.payload) as Json) : {};
    return { status: response.statusCode, body: Array.isArray(json) ? { list: json } : (json as JsonObject) };
  }

  /** What `admin`, or somebody else, makes; its id. */
  async make(path: string, body: JsonObject, as = 'admin'): Promise<number> {
    const { status, body: made } = await this.send('POST', path, body, as);
    const id = made['id'];
    if (status >= 300 || typeof id !== 'number') throw new Error(`POST ${path}: ${status} ${JSON.stringify(made)}`);
    return id;
  }

  /** Appends to a stream what a worker would have written, and waits until it can be read. */
  async record(stream: string, { type, data }: { readonly type: string; readonly data: object }): Promise<void> {
    const { log, clock } = this.stores;
    const meta = { correlation: 'c', causation: 'c', actor: SYSTEM_ACTOR, at: clock.now(), hash: '' };
    const event = { id: randomUUID(), type, schema: 1, data, meta };
    let revision: Parameters<typeof log.append>[1] = 'no-stream';
    for await (const before of log.readStream(stream)) revision = before.revision;
    const { position } = await log.append(stream, revision, [event]);
    await this.caughtUp(position);
  }

  private callerOf(name: string): { viewer: Viewer; mayWrite: boolean } | undefined {
    const viewer = this.viewers.get(name);
    return viewer && { viewer, mayWrite: true };
  }
}

/** Whoever waits for rows that cannot be written any more is told at once what went wrong. */
const followUnlessBroken = async (stores: Stores): Promise<ReadModels> => {
  let fail: (error: unknown) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => (fail = reject));
  broken.catch(() => undefined);
  const { caughtUp, stop } = await startReadModels(stores, LOG, fail);
  return { caughtUp: (position) => Promise.race([caughtUp(position), broken]), stop };
};

const openStores = async (): Promise<Stores> => {
  const log = new MemoryEventLog();
  const { read, output, remove } = await openOutputStores();
  const clock = new SystemClock();
  const aggregates = new AggregateRunner(log, { clock });
  return {
    ...{ log, read, output, clock, aggregates, hasher: plainHasher, sealer: openSealer() },
    ids: new LogIdAllocator(aggregates),
    close: async () => {
      await read.close();
      await output.close();
      await remove();
    },
  };
};
