import { mkdirSync } from 'node:fs';
import { Client } from 'pg';
import { EventStoreDouble } from '@testing/eventstoredb';
import { postgresUrl } from '@testing/read-stores';
import { startServer, type RunningServer } from '../../apps/server/src/composition/start-server.js';
import type { Settings } from '../../apps/server/src/configuration/settings.js';
import { structuredLog } from '../../apps/server/src/logging/log.js';
import { makeHome, type Home } from '../../scripts/running-server.cjs';
import { settingsFor } from '../live/settings.js';

const given = postgresUrl() ?? '';

const asked = async (sql: string): Promise<void> => {
  const client = new Client({ connectionString: given });
  await client.connect();
  await client.query(sql);
  await client.end();
};

/** Processes of one installation, each with a data directory of its own; here they are all in this process. */
export class SharedInstallation {
  readonly home: Home = makeHome();
  private readonly running = new Map<string, RunningServer>();

  private constructor(
    private readonly database: string,
    private readonly double: EventStoreDouble,
  ) {}

  /** @param name no other spec's */
  static async open(name: string): Promise<SharedInstallation> {
    const database = `${name}_${process.pid}`;
    await asked(`CREATE DATABASE ${database}`);
    return new SharedInstallation(database, await EventStoreDouble.start());
  }

  settings(nodeName: string, more: Partial<Settings> = {}): Settings {
    return settingsFor(`${this.home.data}/${nodeName}`, {
      ...{ nodeName, eventStore: this.double.connection, readStore: this.readStore },
      ...{ projectsRoot: this.home.projects, adminPassword: this.home.password },
      masterKey: Buffer.alloc(32, 7).toString('base64'),
      ...more,
    });
  }

  get readStore(): string {
    return Object.assign(new URL(given), { pathname: `/${this.database}` }).href;
  }

  async start(nodeName: string, more: Partial<Settings> = {}): Promise<RunningServer> {
    const settings = this.settings(nodeName, more);
    mkdirSync(settings.data, { recursive: true, mode: 0o700 });
    const log = structuredLog('error', (line) => {
      throw new Error(line);
    });
    const server = await startServer(settings, log, () => undefined);
    this.running.set(nodeName, server);
    return server;
  }

  async close(): Promise<void> {
    await Promise.all([...this.running.values()].map((server) => server.stop()));
    this.double.stop();
    await asked(`DROP DATABASE ${this.database} WITH (FORCE)`);
    this.home.remove();
  }
}
