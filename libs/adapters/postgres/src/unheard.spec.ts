import type { Client } from 'pg';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Place } from './connections.js';
import { PostgresElections } from './postgres-elections.js';
import { PostgresRowNotices } from './postgres-row-notices.js';
import { Queries } from './queries.js';
import { Writer } from './writer.js';

/** "Come in" and "I am ready", as PostgreSQL says it. */
const WELCOME = Buffer.from([...[0x52, 0, 0, 0, 8, 0, 0, 0, 0], ...[0x5a, 0, 0, 0, 5, 0x49]]);

describe('a server that lets everybody in and then says nothing', () => {
  const sockets: Socket[] = [];
  let server: Server;
  let place: Place;

  beforeEach(async () => {
    server = createServer((socket) => {
      sockets.push(socket.on('error', () => undefined));
      socket.once('data', () => socket.write(WELCOME));
      socket.resume();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    place = { url: `postgres://ann@127.0.0.1:${port}/cairn`, schema: 'cairn' };
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  it('gives no office, and is left', async () => {
    const ended = new AbortController();
    const troubles: unknown[] = [];
    const told = (_office: string, error: unknown): void => {
      troubles.push(error);
      ended.abort();
    };
    await new PostgresElections(place, told, 50).hold('dispatcher', () => Promise.resolve(), ended.signal);
    expect(troubles).toMatchObject([{ message: 'Query read timeout' }]);
  });

  it('tells of no rows, and is left', async () => {
    const ended = new AbortController();
    const troubles: unknown[] = [];
    const told = (error: unknown): void => {
      troubles.push(error);
      ended.abort();
    };
    await new PostgresRowNotices(place, told, 50).follow([], () => undefined, ended.signal);
    expect(troubles).toMatchObject([{ message: 'Query read timeout' }]);
  });

  it('is not left by a writer whose connection before says once more that it broke', async () => {
    const clients: Client[] = [];
    const lost: Error[] = [];
    const writer = new Writer(place, new Queries({}), (error) => lost.push(error));
    const entered = async (): Promise<Client | undefined> => {
      await writer.enter((client) => Promise.resolve(void clients.push(client)));
      return clients.at(-1);
    };
    const first = await entered();
    first?.emit('error', new Error('reset'));
    const second = await entered();
    first?.emit('error', new Error('ended'));
    expect(await entered()).toBe(second);
    expect(second).not.toBe(first);
    expect(lost).toMatchObject([{ message: 'reset' }]);
    await first?.end();
    await writer.close();
  });
});
