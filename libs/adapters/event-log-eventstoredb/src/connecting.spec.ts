import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { LogRefused, LogUnavailable } from '@application/ports';
import { EventStoreDouble } from '@testing/eventstoredb';
import { disposed } from './connecting.js';
import { EventStoreDbLog } from './eventstoredb-log.js';

const SECRET = 'hush-9f3';
const failureOf = async (connection: string): Promise<Error> => {
  const outcome = await EventStoreDbLog.open(connection).catch((error: unknown) => error);
  if (outcome instanceof Error) return outcome;
  throw new Error(`${connection} was opened`);
};

describe('a connection string', () => {
  it.each([
    ['?tls=false&surprise=1', 'surprise'],
    ['?tlsVerifyCert=false', 'tlsVerifyCert'],
    ['?nodePreference=follower', 'nodePreference=leader'],
    ['?throwOnAppendFailure=false', 'throwOnAppendFailure=true'],
    ['?tlsCAFile=/no/such.pem', 'not there: /no/such.pem'],
    ['?tls=perhaps', 'expected true or false'],
    [':port', 'expected port number'],
    ['?tls', ''],
  ])('is refused with %s, and stays a secret', async (end, reason) => {
    const outputs = (['log', 'warn', 'error', 'info'] as const).map((kind) =>
      jest.spyOn(console, kind).mockReturnValue(),
    );
    const failure = await failureOf(`esdb://admin:${SECRET}@store${end}`);
    expect(failure).toBeInstanceOf(LogRefused);
    expect(failure.message).toContain(reason);
    expect(JSON.stringify([failure.message, failure, failure.cause])).not.toContain(SECRET);
    for (const output of outputs) {
      expect(output).not.toHaveBeenCalled();
      output.mockRestore();
    }
  });

  it('is not told when nothing answers, but for the host', async () => {
    const gone = await EventStoreDouble.start();
    gone.stop();
    for (const scheme of ['esdb://', 'esdb+discover://']) {
      const failure = await failureOf(
        gone.connection.replace('esdb://', `${scheme}admin:${SECRET}@`).concat('&maxDiscoverAttempts=1'),
      );
      expect(failure).toBeInstanceOf(LogUnavailable);
      expect(failure.message).toContain(gone.hosts[0]);
      expect(failure.stack).not.toContain(SECRET);
    }
  });
});

describe('a store that speaks TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'eventstoredb-tls-'));
  const authorities = { right: join(folder, 'right.pem'), wrong: join(folder, 'wrong.pem') };
  let double: EventStoreDouble;

  beforeAll(async () => {
    const names = [{ type: 2, value: 'localhost' }] as const;
    const make = () =>
      generate([{ name: 'commonName', value: 'localhost' }], {
        keyType: 'ec',
        extensions: [
          { name: 'basicConstraints', cA: true },
          { name: 'subjectAltName', altNames: [...names] },
        ],
      });
    const [right, wrong] = await Promise.all([make(), make()]);
    writeFileSync(authorities.right, right.cert);
    writeFileSync(authorities.wrong, wrong.cert);
    double = await EventStoreDouble.start({ tls: { cert: right.cert, key: right.private } });
  });
  afterAll(() => {
    double.stop();
    rmSync(folder, { recursive: true });
  });

  it('is used when its certificate is signed by the authority that is named', async () => {
    const log = await EventStoreDbLog.open(`${double.connection}&tlsCAFile=${authorities.right}`);
    expect(await log.head()).toBeUndefined();
    await log.close();
  });

  it.each([
    ['another authority', () => `&tlsCAFile=${authorities.wrong}`],
    ['none', () => ''],
  ])('is refused when %s is named, and told what to do', async (_, option) => {
    const failure = await failureOf(`${double.connection}${option()}`);
    expect(failure).toBeInstanceOf(LogRefused);
    expect(failure.message).toMatch(/localhost:\d+: .*\(self-signed certificate\).* tlsCAFile=FILE/);
  });

  it('is sent name and password', async () => {
    const secure = double.connection.replace('esdb://', `esdb://admin:${SECRET}@`);
    const log = await EventStoreDbLog.open(`${secure}&tlsCAFile=${authorities.right}`);
    expect(double.logins).toContain(`admin:${SECRET}`);
    await log.close();
  });
});

it('waits for the end of clients, but not for ever', async () => {
  const order: string[] = [];
  const good = { dispose: () => Promise.resolve().then(() => void order.push('disposed')) };
  await disposed(good, good).then(() => order.push('over'));
  expect(order).toEqual(['disposed', 'disposed', 'over']);
  await disposed({ dispose: () => new Promise<void>(() => undefined) }, good);
});
