// Installations as the `engines` part compares them: all in one process on files, all in one process on the engines, three processes.
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { makeHome, startServer } from '../../scripts/running-server.cjs';
import { startDouble } from '../../scripts/store-double.cjs';

/** The engines of one installation: a double of EventStoreDB in a process of its own, and a database of the given PostgreSQL. */
export const startEngines = async (postgres) => {
  const database = `bench_${randomBytes(6).toString('hex')}`;
  await ask(postgres, `CREATE DATABASE ${database}`);
  const { child, connection } = await startDouble();
  return {
    environment: {
      CAIRN_EVENTSTORE: connection,
      CAIRN_READ_STORE: Object.assign(new URL(postgres), { pathname: `/${database}` }).href,
      CAIRN_MASTER_KEY: randomBytes(32).toString('base64'),
    },
    stop: async () => {
      child.kill();
      await ask(postgres, `DROP DATABASE ${database} WITH (FORCE)`);
    },
  };
};

const ask = async (url, sql) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql);
  await client.end();
};

/** Starts one process per list of roles, the first of which answers requests. */
export const startInstallation = async (processes, environment) => {
  const home = makeHome();
  const servers = [];
  for (const roles of processes) {
    const own = { ...home, data: join(home.data, roles.join('-')) };
    mkdirSync(own.data, { mode: 0o700 });
    const role = processes.length > 1 ? { CAIRN_ROLE: roles.join(','), CAIRN_NODE_NAME: roles.join('-') } : {};
    servers.push(await startServer(own, { ...environment, ...role }));
  }
  return {
    access: { ...home, base: servers[0].base },
    servers,
    pids: servers.map(({ pid }) => pid),
    stop: async () => {
      for (const server of servers.toReversed()) await server.stop();
      home.remove();
    },
  };
};
