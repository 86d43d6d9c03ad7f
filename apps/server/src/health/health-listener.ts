import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HEALTH_PATH } from './health-endpoint.js';
import { type Health, statusOf } from './health.js';

/** Nobody has reason to send much here, or slowly. */
const REQUEST_MS = 5_000;

/** Answers `/health/` and nothing else, for a process that serves no API. */
export class HealthListener {
  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  /** @throws the system's error when it cannot listen */
  static async listen(
    { host, port }: { readonly host: string; readonly port: number },
    health: Pick<Health, 'report'>,
  ): Promise<HealthListener> {
    const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS }, (request, response) => {
      answer(request, response, health).catch(() => response.destroy());
    });
    server.listen(port, host);
    await once(server, 'listening');
    return new HealthListener(server, (server.address() as AddressInfo).port);
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}

const answer = async (
  { method = '', url = '' }: IncomingMessage,
  response: ServerResponse,
  health: Pick<Health, 'report'>,
): Promise<void> => {
  const path = url.split('?', 1)[0] ?? '';
  if (path !== HEALTH_PATH && `${path}/` !== HEALTH_PATH) return end(response, 404, { detail: 'Not found.' });
  if (!['GET', 'HEAD'].includes(method)) return end(response, 405, { detail: `Method "${method}" not allowed.` });
  const report = await health.report();
  end(response, statusOf(report), report);
};

const end = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
};
