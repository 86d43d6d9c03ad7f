import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { DoubleProcess } from '@testing/eventstoredb';
import type { Role } from '../../../apps/server/src/configuration/settings.js';
import { type Home, makeHome } from '../../../scripts/running-server.cjs';
import { Database } from './database.js';
import { Mortal } from './mortal.js';

const PROCESSES: readonly (readonly [string, Role])[] = [
  ['worker-1', 'worker'],
  ['worker-2', 'worker'],
  ['api-1', 'api'],
  ['api-2', 'api'],
  ['runner-1', 'runner'],
  ['runner-2', 'runner'],
];

/** Two of everything, on one EventStoreDB (its double) and one PostgreSQL, each a process of its own. */
export class Installation {
  private constructor(
    readonly home: Home,
    readonly double: DoubleProcess,
    readonly database: Database,
    readonly processes: readonly Mortal[],
  ) {}

  static async begin(): Promise<Installation> {
    const home = makeHome();
    const [double, database] = await Promise.all([DoubleProcess.start(), Database.create()]);
    const processes: Mortal[] = [];
    for (const [name, role] of PROCESSES) {
      const port = await freePort();
      const environment = settingsOf({ home, double, database }, { name, role, port });
      processes.push(new Mortal(name, role, port, environment));
    }
    const installation = new Installation(home, double, database, processes);
    await Promise.all(processes.map((each) => each.start()));
    return installation;
  }

  /** Where the jobs that were really executed are noted. */
  get executions(): string {
    return executionsOf(this.home);
  }

  get apis(): readonly Mortal[] {
    return this.processes.filter(({ name }) => name.startsWith('api'));
  }

  async ready(): Promise<void> {
    await Promise.all(this.processes.map(({ ready }) => ready));
  }

  async stop(): Promise<void> {
    await Promise.all(this.processes.map((each) => each.stop()));
  }

  async remove(): Promise<void> {
    await this.stop();
    await this.double.stop();
    await this.database.drop();
    this.home.remove();
  }
}

const executionsOf = ({ data }: Home): string => join(data, 'executed');

interface Surroundings {
  readonly home: Home;
  readonly double: DoubleProcess;
  readonly database: Database;
}

const settingsOf = (
  { home, double, database }: Surroundings,
  { name, role, port }: { readonly name: string; readonly role: Role; readonly port: number },
): Readonly<Record<string, string>> => {
  const data = join(home.data, role === 'runner' ? 'runners' : name);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  return {
    CAIRN_ROLE: role,
    CAIRN_NODE_NAME: name,
    CAIRN_PORT: String(port),
    CAIRN_HOST: '127.0.0.1',
    CAIRN_HTTPS_PORT: 'off',
    CAIRN_EVENTSTORE: double.connection,
    CAIRN_READ_STORE: database.urlFor(name),
    CAIRN_DATA: data,
    CAIRN_PROJECTS_ROOT: home.projects,
    CAIRN_ADMIN_PASSWORD: home.password,
    CAIRN_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    CAIRN_EXECUTOR: 'noop',
    CAIRN_NOOP_LOG: executionsOf(home),
    CAIRN_NOOP_ARTIFACT_BYTES: '200',
    CAIRN_CAPACITY: '200',
  };
};

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
};
