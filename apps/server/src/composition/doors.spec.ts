import { Agent, get } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { type FastifyInstance, fastify } from 'fastify';
import { Doors, type DoorOptions } from './doors.js';

let app: FastifyInstance;
let doors: Doors;
let agent: Agent;
let answerLate: () => void;
let asked: Promise<void>;

const open = async (options?: DoorOptions): Promise<void> => {
  app = fastify();
  doors = new Doors(options);
  doors.watch(app);
  let tell: () => void = () => undefined;
  asked = new Promise((resolve) => (tell = resolve));
  const late = new Promise<void>((resolve) => (answerLate = resolve));
  app.get('/now', () => 'now');
  app.get('/late', async () => {
    tell();
    await late;
    return 'late';
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  doors.add(app.server);
};
beforeEach(() => {
  agent = new Agent({ keepAlive: true, maxSockets: 1 });
});
afterEach(async () => {
  agent.destroy();
  await app.close();
});

const port = (): number => (app.server.address() as AddressInfo).port;

interface Answer {
  readonly text: string;
  readonly connection: string | undefined;
}

const ask = (path: string, at = port()): Promise<Answer> =>
  new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: at, path, agent }, (answer) => {
      let text = '';
      answer.on('data', (part) => (text += String(part)));
      answer.on('end', () => resolve({ text, connection: answer.headers.connection }));
      answer.on('error', reject);
    }).on('error', reject);
  });

describe('doors', () => {
  it('answer what was asked, and let nobody new in', async () => {
    await open();
    const place = port();
    const late = ask('/late');
    await asked;
    const closed = doors.close();
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    await expect(new Promise((_, reject) => connect(place, '127.0.0.1').on('error', reject))).rejects.toThrow(
      'ECONNREFUSED',
    );
    answerLate();
    expect(await late).toEqual({ text: 'late', connection: 'close' });
    await closed;
  });

  it('answer once more on a connection that is kept, and say that it is the last time', async () => {
    await open({ quiet: 60_000 });
    const place = port();
    expect((await ask('/now')).connection).toBe('keep-alive');
    const closed = doors.close();
    expect(await ask('/now', place)).toEqual({ text: 'now', connection: 'close' });
    await closed;
    await expect(ask('/now', place)).rejects.toThrow('ECONNREFUSED');
  });

  it('wait for no connection that nobody uses', async () => {
    await open({ quiet: 1, patience: 60_000 });
    await ask('/now');
    await doors.close();
  });

  it('wait no longer than they are told to for an answer', async () => {
    await open({ patience: 20 });
    const late = ask('/late').catch((error: unknown) => String(error));
    await asked;
    await doors.close();
    expect(await late).toContain('socket hang up');
    answerLate();
  });

  it('that were never opened are closed', async () => {
    await open();
    await new Doors().close();
  });
});
