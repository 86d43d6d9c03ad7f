import { mkdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { type AdminPassword, prepareDataDirectory } from '../configuration/data-directory.js';
import type { Settings } from '../configuration/settings.js';
import type { Health } from '../health/health.js';
import { HealthListener } from '../health/health-listener.js';
import { createHttpApp } from '../http/http-app.js';
import type { Log } from '../logging/log.js';
import type { HttpsListener } from '../tls/https-listener.js';
import { bindCallbacks, recordRepeats } from './callbacks.js';
import { Doors } from './doors.js';
import { bindHealth } from './health.js';
import { chooseExecutor } from './executor.js';
import { firstStart } from './first-start.js';
import { serveHttps } from './https.js';
import { listenHttp, listening } from './listening.js';
import { begin, type Mode } from './modes.js';
import { bindServices, type Services } from './services.js';
import { httpServices } from './serving.js';
import { Shutdown } from './shutdown.js';
import type { RowEvents } from './rows.js';
import { type LogEvents, openStores, type Stores } from './stores.js';
import { workerParts } from './working.js';

/** How long the parts that did not fail have for stopping properly after another one did. */
const PATIENCE_MS = 20_000;

/** Who takes his time to stop has it also for connections that are about to be used. */
const DRAINED_QUIET_MS = 1_000;

export interface RunningServer {
  /** `http://127.0.0.1:8052`, no slash at the end; empty when this process answers no requests. */
  readonly url: string;
  /** The same over TLS; null when it is not served. */
  readonly httpsUrl: string | null;
  /** Null when `admin` logs in as before, or this process has nothing to do with logging in. */
  readonly adminPassword: AdminPassword | null;
  /** Sends everybody elsewhere, answers what was asked, then lets go of everything. Jobs that run go on. */
  stop(): Promise<void>;
}

/**
 * The whole program, or the part of it that this process plays: stores, read models, processes, API, in this order.
 * @param onFailure a part stopped for good; the process should end, for a restart picks everything up again
 * @throws DataDirectoryRefused, LogLocked, LogDamaged, LogUnavailable, LogRefused, ReadStoreUnavailable, CertificateRefused, ListenRefused
 */
export const startServer = async (
  settings: Settings,
  log: Log,
  onFailure: (error: unknown) => void,
): Promise<RunningServer> => {
  const shutdown = new Shutdown((error) => log.error('a part did not stop properly', { error }));
  const fail = (error: unknown): void => {
    if (shutdown.hasBegun) return;
    log.error('a part failed; the server stops', { error });
    void shutdown.runWithin(PATIENCE_MS).finally(() => onFailure(error));
  };
  try {
    return await start(settings, { log, shutdown, fail });
  } catch (error) {
    await shutdown.run();
    throw error;
  }
};

interface Lifecycle {
  readonly log: Log;
  readonly shutdown: Shutdown;
  readonly fail: (error: unknown) => void;
}

const start = async (settings: Settings, lifecycle: Lifecycle): Promise<RunningServer> => {
  const { log, shutdown, fail } = lifecycle;
  prepareDataDirectory(settings.data);
  await mkdir(settings.projectsRoot, { recursive: true });
  const stores = await openStores(settings, { ...rowEvents(log), ...logEvents(log) });
  shutdown.add(() => stores.close());
  const life = await begin(stores, settings, lifecycle);
  shutdown.add(() => life.stop());
  const services = bindServices(stores, life.caughtUp, settings);
  const password = await firstStart(stores, services, { settings, mode: life });
  const { executor, close } = chooseExecutor(settings);
  shutdown.add(close);
  const parts = workerParts(stores, services, { settings, executor, logger: log, onFailure: fail });
  const worker = await life.work(parts);
  shutdown.add(() => worker.stop());
  const health = bindHealth(stores, { node: settings.nodeName, roles: settings.roles, parked: life.parked });
  const surroundings = { settings, health, nodes: life.nodes, parked: life.parked, ...lifecycle };
  const doors = settings.roles.includes('api') ? await openDoors(stores, services, surroundings) : null;
  if (!doors) await openHealth(surroundings);
  return {
    url: doors?.url ?? '',
    httpsUrl: doors?.httpsUrl ?? null,
    adminPassword: password,
    stop: async () => {
      health.drain();
      if (settings.drain > 0) await pause(settings.drain * 1000);
      await shutdown.run();
    },
  };
};

const rowEvents = (log: Log): RowEvents => ({
  onLost: (error) => log.warn('a connection to PostgreSQL broke', { error }),
  onOtherLog: () => log.warn('the log is another one than the read models were made of: they are made again'),
});

const logEvents = (log: Log): LogEvents => ({
  onWaiting: ({ message }, secondsLeft) =>
    log.warn('EventStoreDB does not answer yet', { reason: message, secondsLeft }),
  onFeedTrouble: (error) => log.warn('the log had to be followed anew', { error }),
});

interface Surroundings extends Lifecycle {
  readonly settings: Settings;
  readonly health: Health;
  readonly nodes: Mode['nodes'];
  readonly parked: Mode['parked'];
}

/** Who starts and stops processes asks those that serve nothing, too. */
const openHealth = async ({ settings: { host, port }, health, shutdown }: Surroundings): Promise<void> => {
  const open = () => HealthListener.listen({ host, port }, health);
  const listener = await listening({ host, port, setting: 'CAIRN_PORT' }, open);
  shutdown.add(() => listener.close());
};

/** Where requests come in. */
const openDoors = async (
  stores: Stores,
  services: Services,
  { settings, health, nodes, parked, log, shutdown, fail }: Surroundings,
): Promise<{ readonly url: string; readonly httpsUrl: string | null }> => {
  const callbacks = bindCallbacks(stores, services, settings);
  shutdown.add(recordRepeats(callbacks, fail));
  const doors = new Doors(settings.drain > 0 ? { quiet: DRAINED_QUIET_MS } : {});
  const given = { settings, log, callbacks, health, doors, nodes, parked };
  const app = await createHttpApp(await httpServices(stores, services, given));
  shutdown.add(() => app.close());
  shutdown.add(() => doors.close());
  // First: whoever sees the plain port answer may count on the other one.
  const https = await serveHttps(app, settings, log);
  if (https) doors.add(https.server);
  const { host, port } = settings;
  const url = await listenHttp(app, { host, port, setting: 'CAIRN_PORT' });
  doors.add(app.getHttpServer());
  return { url, httpsUrl: https ? secureUrl(url, https) : null };
};

const secureUrl = (url: string, { port }: HttpsListener): string =>
  Object.assign(new URL(url), { protocol: 'https:', port }).origin;
