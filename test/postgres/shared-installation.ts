import { mkdirSync } from 'node:fs';
import { Client } from 'pg';
import { EventStoreDouble } from '@testing/eventstoredb';
import { postgresUrl } from '@testing/read-stores';
import type { Role, Settings } from '../../apps/server/src/configuration/settings.js';
import { makeHome, startServer, type Home, type RunningServer } from '../../scripts/running-server.cjs';
import { settingsFor } from '../live/settings.js';

const given = postgresUrl() ?? '';

const asked = async (sql: string): Promise<void> => {
  const client = new Client({ connectionString: given });
  await client.connect();
  await client.query(sql);
  await client.end();
};

const MASTER_KEY = Buffer.alloc(32, 7).toString('base64');

interface Starting {
  readonly roles: readonly Role[];
  /** Null: none is given. */
  readonly masterKey?: string | null;
  readonly adminPassword?: null;
  /** Whose data directory it uses; its own unless one is named. */
  readonly dataOf?: string;
  /** Settings beside those that all processes have. */
  readonly more?: Readonly<Record<string, string>>;
}

/** Processes of one installation, each with a data directory of its own. */
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
    return settingsFor(this.dataOf(nodeName), {
      ...{ nodeName, eventStore: this.double.connection, readStore: this.readStore },
      ...{ projectsRoot: this.home.projects, adminPassword: this.home.password },
      masterKey: MASTER_KEY,
      ...more,
    });
  }

  /** The data directory of a process. */
  dataOf(nodeName: string): string {
    return `${this.home.data}/${nodeName}`;
  }

  get readStore(): string {
    return Object.assign(new URL(given), { pathname: `/${this.database}` }).href;
  }

  /** @throws Error with what the process said, when it does not start */
  async start(nodeName: string, starting: Starting): Promise<RunningServer> {
    const { roles, masterKey = MASTER_KEY, adminPassword, dataOf = nodeName, more } = starting;
    const own = { ...this.home, data: this.dataOf(dataOf) };
    mkdirSync(own.data, { recursive: true, mode: 0o700 });
    const server = await startServer(own, {
      ...{ CAIRN_EVENTSTORE: this.double.connection, CAIRN_READ_STORE: this.readStore, CAIRN_EXECUTOR: 'noop' },
      ...{ CAIRN_ROLE: roles.join(','), CAIRN_NODE_NAME: nodeName, CAIRN_MASTER_KEY: masterKey ?? '' },
      ...(adminPassword === null && { CAIRN_ADMIN_PASSWORD: '' }),
      ...more,
    });
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
