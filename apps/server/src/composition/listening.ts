import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Where to listen, and the setting that says so. */
export interface Place {
  readonly host: string;
  readonly port: number;
  readonly setting: 'CAIRN_PORT' | 'CAIRN_HTTPS_PORT';
}

/** Nobody can connect to a server at the place it was told, said in the words of its settings. */
export class ListenRefused extends Error {
  /** The system's name of the reason. */
  readonly code: string;

  constructor({ host, port, setting }: Place, cause: NodeJS.ErrnoException) {
    const code = cause.code ?? '';
    super(`cannot listen on ${host} port ${port}: ${REASONS[code] ?? cause.message} (CAIRN_HOST, ${setting})`, {
      cause,
    });
    this.code = code;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program does, choose another port',
  EACCES: 'not allowed, choose a port from 1024 on',
  EADDRNOTAVAIL: 'the address is not one of this machine',
};

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  typeof error === 'object' && error !== null && 'syscall' in error;

/** Opens a door. @throws ListenRefused */
export const listening = async <Door>(place: Place, open: () => Promise<Door>): Promise<Door> => {
  try {
    return await open();
  } catch (error) {
    throw isSystemError(error) ? new ListenRefused(place, error) : error;
  }
};

/**
 * Serves the application. Not by Nest's own `listen`: that complains in the log before anybody can say it better.
 * @returns its URL as this machine reaches it
 * @throws ListenRefused
 */
export const listenHttp = async (app: NestFastifyApplication, place: Place): Promise<string> => {
  const { host, port } = place;
  const fastify = app.getHttpAdapter().getInstance();
  await listening(place, () => fastify.listen({ host, port }));
  return urlOf(fastify.server.address() as AddressInfo);
};

/** An address that stands for all of them is reached by the one that each machine has. */
const urlOf = ({ address, family, port }: AddressInfo): string => {
  if (['0.0.0.0', '::'].includes(address)) return `http://127.0.0.1:${port}`;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
};
