import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './certificate.js';

/** A shake of hands takes milliseconds; who holds it up holds a connection. */
const HANDSHAKE_MS = 10_000;

/** The part of the application that both listeners share. */
export interface Served {
  /** What answers a request. */
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void;
  /** The listener that is there already: its limits hold here too. */
  readonly like: Pick<Server, 'keepAliveTimeout' | 'headersTimeout' | 'requestTimeout'>;
}

/** A second door to the same application. */
export interface HttpsListener {
  readonly server: Server;
  readonly port: number;
}

/** Serves an application over TLS 1.2 or newer. @throws the system's error when it cannot listen */
export const listenHttps = async (
  { answer, like }: Served,
  { cert, key }: Certificate,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<HttpsListener> => {
  const server = createServer({ cert, key, minVersion: 'TLSv1.2', handshakeTimeout: HANDSHAKE_MS }, answer);
  server.keepAliveTimeout = like.keepAliveTimeout;
  server.headersTimeout = like.headersTimeout;
  server.requestTimeout = like.requestTimeout;
  server.listen(port, host);
  await once(server, 'listening');
  return {
    server,
    port: (server.address() as AddressInfo).port,
  };
};
