import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { connect as connectPlain, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type SecureVersion } from 'node:tls';
import { type HttpsSettings, ROLES, type Settings } from '../configuration/settings.js';
import { structuredLog } from '../logging/log.js';
import { startServer, type RunningServer } from './start-server.js';

let folder: string;
let lines: string[];
let server: RunningServer | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-https-'));
  lines = [];
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
  rmSync(folder, { recursive: true });
});

const start = async (https: Partial<HttpsSettings> | null): Promise<RunningServer> => {
  const settings: Settings = {
    ...{ port: 0, host: '127.0.0.1', data: join(folder, 'data'), projectsRoot: join(folder, 'projects') },
    ...{
      adminPassword: 'pw',
      masterKey: null,
      eventStore: null,
      readStore: null,
      drain: 0,
      executor: 'noop',
      capacity: 10,
      logLevel: 'info',
      demo: false,
    },
    ...{ roles: ROLES, nodeName: 'cairn-1', runnerGrace: 60 },
    ...{ noop: { artifactBytes: 0, log: null }, remoteHostHeaders: ['REMOTE_ADDR'], trustedProxies: [] },
    passThrough: {},
    https: https && { port: 0, isAsked: true, certificate: null, key: null, ...https },
  };
  return (server = await startServer(
    settings,
    structuredLog('info', (line) => lines.push(line)),
    () => undefined,
  ));
};

const certificate = (): string => readFileSync(join(folder, 'data/tls/cert.pem'), 'utf8');

/** Status of an answer over TLS from a client that trusts that certificate and no other. */
const status = (url: string, headers: Record<string, string> = {}): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request(url, { ca: certificate(), headers, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });

const shakesHands = (port: number, maxVersion: SecureVersion): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', ca: certificate(), minVersion: 'TLSv1', maxVersion }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

it('serves the same API over TLS 1.2 and newer, with a certificate of its own', async () => {
  const { url, httpsUrl } = await start({});
  expect(httpsUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  expect(new URL(httpsUrl ?? '').port).not.toBe(new URL(url).port);
  const authorization = `Basic ${Buffer.from('admin:pw').toString('base64')}`;
  expect(await status(`${httpsUrl}/api/v2/me/`, { authorization })).toBe(200);
  expect(await status(`${httpsUrl}/api/v2/me/`)).toBe(401);
  expect((await fetch(`${url}/api/v2/ping/`)).status).toBe(200);
  const port = Number(new URL(httpsUrl ?? '').port);
  expect(await shakesHands(port, 'TLSv1.2')).toBe(true);
  expect(await shakesHands(port, 'TLSv1.1')).toBe(false);
});

it('is off when it is told to be', async () => {
  expect((await start(null)).httpsUrl).toBeNull();
});

it('goes on without TLS when somebody else has the default port, and not when it was told the port', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  expect((await start({ port, isAsked: false })).httpsUrl).toBeNull();
  expect(lines.join('\n')).toContain('HTTPS is not served');
  await server?.stop();
  server = undefined;
  await expect(start({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  other.close();
});

it('refuses half a certificate', async () => {
  await expect(start({ certificate: '/etc/hosts' })).rejects.toThrow('CAIRN_TLS_CERT and CAIRN_TLS_KEY go together');
});

it('answers what was asked before it stops', async () => {
  const { httpsUrl } = await start({});
  const asked = Promise.all(Array.from({ length: 10 }, () => status(`${httpsUrl}/api/v2/ping/`)));
  expect(await asked).toEqual(Array(10).fill(200));
  await server?.stop();
  await expect(status(`${httpsUrl}/api/v2/ping/`)).rejects.toThrow();
});

describe('clients that never finish their request', () => {
  const HALF =
    'POST /api/v2/organizations/ HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nContent-Type: application/json\r\n\r\n{';

  it('do not keep the server from stopping', async () => {
    const { url, httpsUrl, stop } = await start({});
    const plain = connectPlain(Number(new URL(url).port), '127.0.0.1');
    const secure = connect({ port: Number(new URL(String(httpsUrl)).port), host: '127.0.0.1', ca: certificate() });
    const closed = [plain, secure].map(async (socket) => {
      socket.on('error', () => undefined).resume(); // it is cut off
      await once(socket, socket === secure ? 'secureConnect' : 'connect');
      socket.write(HALF);
      await once(socket, 'close');
    });
    await status(`${String(httpsUrl)}/api/v2/ping/`);
    await stop();
    await Promise.all(closed);
  });
});
