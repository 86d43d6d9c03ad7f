import {
  base64Bytes,
  eventStoreConnection,
  integer,
  itemsOf,
  listOf,
  nodeName,
  oneOf,
  portOrOff,
  postgresConnection,
  someText,
  type Reader,
} from './readers.js';
import { LOG_LEVELS, type ExecutorName, type LogLevel, ROLES, type Role } from './settings.js';

/**
 * One setting: the variable `CAIRN_DATA`, and the flag of the same name in lower case with dashes, `--data`.
 * The flag wins over the variable.
 */
export interface Option<Value = unknown> {
  /** Without `CAIRN_`. */
  readonly name: string;
  readonly read: Reader<Value>;
  readonly about: string;
  /** As `--help` shows it. */
  readonly fallback: string;
  /** A secret: never quoted in a message, its value no default. */
  readonly secret?: true;
  /** Flags are seen by everyone who lists processes; this one has none. */
  readonly environmentOnly?: true;
}

const option = <Value>(name: string, read: Reader<Value>, rest: Omit<Option, 'name' | 'read'>): Option<Value> => ({
  name,
  read,
  ...rest,
});

const EXECUTORS: readonly ExecutorName[] = ['ansible', 'noop'];

export const OPTIONS = {
  port: option('PORT', integer(0, 65_535), { about: 'port to listen on, 0 for any free one', fallback: '8052' }),
  host: option('HOST', someText, { about: 'address to listen on', fallback: '127.0.0.1' }),
  httpsPort: option('HTTPS_PORT', portOrOff, {
    about: 'port to listen on with TLS, 0 for any free one, or off',
    fallback: '8443, unless it is taken',
  }),
  tlsCert: option('TLS_CERT', someText, {
    about: 'PEM file of a certificate and what it was signed with; needs TLS_KEY',
    fallback: 'self-signed, made once into <data>/tls',
  }),
  tlsKey: option('TLS_KEY', someText, { about: 'PEM file of the key of TLS_CERT', fallback: 'as above' }),
  role: option<readonly Role[]>('ROLE', itemsOf(ROLES), {
    about: 'what this process does, of several that share EVENTSTORE and READ_STORE: api, worker, runner, with commas',
    fallback: 'all of them',
  }),
  nodeName: option('NODE_NAME', nodeName, {
    about: 'name of this process among those of its installation',
    fallback: 'cairn-1; the name of the machine when there are several',
  }),
  runnerGrace: option('RUNNER_GRACE', integer(5, 86_400), {
    about: 'seconds after which the jobs of a runner that is silent are given to another, or fail',
    fallback: '60',
  }),
  data: option('DATA', someText, { about: 'directory of everything that is kept', fallback: './data' }),
  adminPassword: option('ADMIN_PASSWORD', someText, {
    about: 'password of the user admin (better by environment: flags show in process lists)',
    fallback: 'generated once into <data>/admin-password',
    secret: true,
  }),
  projectsRoot: option('PROJECTS_ROOT', someText, {
    about: 'directory of manual projects',
    fallback: '<data>/projects',
  }),
  executor: option('EXECUTOR', oneOf(EXECUTORS), {
    about: 'ansible runs playbooks; noop ends each job at once',
    fallback: 'ansible',
  }),
  capacity: option('CAPACITY', integer(1, 1_000_000), {
    about: 'forks taken at once by all jobs together',
    fallback: 'from cores and memory',
  }),
  logLevel: option<LogLevel>('LOG_LEVEL', oneOf(LOG_LEVELS), { about: LOG_LEVELS.join(', '), fallback: 'info' }),
  masterKey: option('MASTER_KEY', base64Bytes(32), {
    about: 'base64 of the 32 bytes that protect stored secrets',
    fallback: 'generated once into <data>/keys',
    secret: true,
    environmentOnly: true,
  }),
  eventStore: option('EVENTSTORE', eventStoreConnection, {
    about: 'connection string of an EventStoreDB that keeps the log (esdb://… or esdb+discover://…)',
    fallback: 'the embedded log in <data>/log.sqlite',
    secret: true,
    environmentOnly: true,
  }),
  readStore: option('READ_STORE', postgresConnection, {
    about: 'connection string of a PostgreSQL database for read models and job output (postgres://…)',
    fallback: 'SQLite files in <data>',
    secret: true,
    environmentOnly: true,
  }),
  drain: option('DRAIN', integer(0, 600), {
    about: 'seconds to go on serving when told to stop, while /health/ answers 503',
    fallback: '0',
  }),
  remoteHostHeaders: option(
    'REMOTE_HOST_HEADERS',
    listOf(
      (name) => /^(?:REMOTE_ADDR|REMOTE_HOST|HTTP_[A-Z0-9_]+)$/.test(name),
      'CGI names such as HTTP_X_FORWARDED_FOR',
    ),
    {
      about: 'what names the host that calls back, in order; HTTP_... headers count of trusted proxies only',
      fallback: 'REMOTE_ADDR,REMOTE_HOST',
    },
  ),
  proxyIpAllowedList: option(
    'PROXY_IP_ALLOWED_LIST',
    listOf((entry) => /^[\w.:/-]+$/.test(entry), 'addresses, networks and names with commas between them'),
    { about: 'trusted proxies: addresses, networks (10.0.0.0/8), names', fallback: 'none' },
  ),
  noopArtifactBytes: option('NOOP_ARTIFACT_BYTES', integer(0, 10_000_000), {
    about: 'noop: size of the artifact of each job of a workflow',
    fallback: '0',
  }),
  noopLog: option('NOOP_LOG', someText, { about: 'noop: file that gets a line per executed job', fallback: 'none' }),
} satisfies Record<string, Option>;

export const variableOf = (setting: Option): string => `CAIRN_${setting.name}`;
export const flagOf = (setting: Option): string => `--${setting.name.toLowerCase().replaceAll('_', '-')}`;
