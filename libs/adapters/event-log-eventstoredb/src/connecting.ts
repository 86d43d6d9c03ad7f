import { existsSync } from 'node:fs';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { setTimeout as pause } from 'node:timers/promises';
import { LogRefused } from '@application/ports';

/** Options of the connection string, as the client compares them. */
const KNOWN: ReadonlySet<string> = new Set([
  ...['tls', 'tlscafile', 'usercertfile', 'userkeyfile', 'connectionname', 'nodepreference', 'throwonappendfailure'],
  ...[
    'maxdiscoverattempts',
    'discoveryinterval',
    'gossiptimeout',
    'defaultdeadline',
    'keepaliveinterval',
    'keepalivetimeout',
  ],
]);
const FILES: ReadonlySet<string> = new Set(['tlscafile', 'usercertfile', 'userkeyfile']);

/** What the client would take, and this program cannot live with. */
const DEMANDS: Readonly<Record<string, readonly [value: string, why: string]>> = {
  nodepreference: ['leader', 'what a follower tells may be old'],
  throwonappendfailure: ['true', 'conflicts must be told'],
};

/** What comes before the hosts: the client's own understanding of it. */
const BEFORE_HOSTS = /^[^:]+:\/\/(?:[^:]+:[^@]+@)?/;

/** The hosts that a connection string names: all of it that may be shown. */
export const placeOf = (connection: string): string =>
  connection
    .replace(BEFORE_HOSTS, '')
    .replace(/[?].*$/s, '')
    .replace(/\/+$/, '');

/**
 * A client of the store. One per process may append, for the client keeps what is under way in one table for all of them. It
 * is loaded only here, and complains of options by printing the whole connection string: so these are judged before.
 * @throws LogRefused without anything secret in its message
 */
export const clientOf = async (connection: string): Promise<EventStoreDBClient> => {
  for (const [key, value] of optionsIn(connection)) judge(key, value);
  const { EventStoreDBClient } = await import('@eventstore/db-client');
  try {
    return EventStoreDBClient.connectionString(connection);
  } catch (error) {
    throw refusal(`cannot be read: expected ${expectedBy(error)}`);
  }
};

/** The client cancels its calls at once, and then waits for ever for the end of one that broke before. */
const DISPOSAL_MS = 1_000;

/** Nothing more is asked of these clients. Waits for their end, but not for ever. */
export const disposed = async (...clients: readonly Pick<EventStoreDBClient, 'dispose'>[]): Promise<void> => {
  const all = Promise.all(clients.map((client) => client.dispose()));
  await Promise.race([all, pause(DISPOSAL_MS, undefined, { ref: false })]);
};

/** Everything that only the leader knows for certain is asked of the leader; another one names it, and is left. */
export const OF_LEADER = { requiresLeader: true } as const;

const optionsIn = (connection: string): readonly (readonly [key: string, value: string])[] => {
  const [, ...rest] = connection.replace(BEFORE_HOSTS, '').split('?');
  const pairs = rest
    .join('?')
    .split('&')
    .filter((pair) => pair !== '');
  return pairs.map((pair) => [pair.split('=', 1)[0] ?? '', pair.slice(pair.indexOf('=') + 1)] as const);
};

const judge = (key: string, value: string): void => {
  const known = key.trim().toLowerCase().replace(/[_-]/g, '');
  if (!KNOWN.has(known)) throw refusal(`has the option ${key}, which is not known`);
  if (FILES.has(known) && !existsSync(decodeURIComponent(value)))
    throw refusal(`names a file that is not there: ${value}`);
  const [wanted, why] = DEMANDS[known] ?? [];
  if (wanted !== undefined && value.trim().toLowerCase() !== wanted)
    throw refusal(`must have ${key}=${wanted}: ${why}`);
};

const refusal = (problem: string): LogRefused => new LogRefused(`the connection string of EventStoreDB ${problem}`);

/** The rest of its message quotes the connection string. */
const expectedBy = (error: unknown): string =>
  error instanceof Error && 'expected' in error ? String(error.expected) : 'esdb://user:password@host:2113?tls=true';
