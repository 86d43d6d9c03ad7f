import { join, resolve } from 'node:path';
import { parseCommandLine, type CommandLine } from './command-line.js';
import { helpText } from './help.js';
import { defaultCapacity, type Machine } from './machine.js';
import { flagOf, OPTIONS, variableOf, type Option } from './options.js';
import { type HttpsSettings, isShared, PASSED_THROUGH, ROLES, type Settings } from './settings.js';
import { NODE_NAME, VERSION } from '../product.js';

/** What the program is to do: serve, print a text and stop, or stop with one line per problem. */
export type Startup =
  | { readonly action: 'serve'; readonly settings: Settings }
  | { readonly action: 'print'; readonly text: string }
  | { readonly action: 'refuse'; readonly problems: readonly string[] };

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads flags (they win) and environment. Nothing is touched; every problem is told, not the first alone. */
export const readSettings = (words: readonly string[], environment: Environment, machine: Machine): Startup => {
  const line = parseCommandLine(words);
  if (line.switches.has('--help')) return { action: 'print', text: helpText() };
  if (line.switches.has('--version')) return { action: 'print', text: `${VERSION}\n` };
  const problems = [...line.problems];
  const settings = collect(line, valueReader(line, environment, problems), { environment, machine });
  problems.push(...contradictions(settings));
  return problems.length > 0 ? { action: 'refuse', problems } : { action: 'serve', settings };
};

type ReadValue = <Value, Fallback>(setting: Option<Value>, fallback: Fallback) => Value | Fallback;

/** An empty variable counts as none, as a compose file or a unit writes it. */
const valueReader =
  ({ values }: CommandLine, environment: Environment, problems: string[]): ReadValue =>
  (setting, fallback) => {
    const [flag, variable] = [flagOf(setting), variableOf(setting)];
    const text = values.get(flag) ?? (environment[variable] || undefined);
    if (text === undefined) return fallback;
    try {
      return setting.read(text);
    } catch (error) {
      const given = setting.secret ? '' : `, not ${JSON.stringify(text)}`;
      problems.push(`${values.has(flag) ? flag : variable} must be ${(error as Error).message}${given}`);
      return fallback;
    }
  };

const collect = (
  { switches }: CommandLine,
  value: ReadValue,
  { environment, machine }: { environment: Environment; machine: Machine },
): Settings => {
  const data = resolve(machine.directory, value(OPTIONS.data, 'data'));
  const noopLog = value(OPTIONS.noopLog, null);
  const engines = { eventStore: value(OPTIONS.eventStore, null), readStore: value(OPTIONS.readStore, null) };
  return {
    ...engines,
    roles: value(OPTIONS.role, ROLES),
    nodeName: value(OPTIONS.nodeName, isShared(engines) ? machine.hostName : NODE_NAME),
    runnerGrace: value(OPTIONS.runnerGrace, 60),
    port: value(OPTIONS.port, 8052),
    host: value(OPTIONS.host, '127.0.0.1'),
    https: httpsSettings(value, machine.directory),
    data,
    adminPassword: value(OPTIONS.adminPassword, null),
    projectsRoot: resolve(machine.directory, value(OPTIONS.projectsRoot, join(data, 'projects'))),
    executor: value(OPTIONS.executor, 'ansible'),
    capacity: value(OPTIONS.capacity, defaultCapacity(machine)),
    logLevel: value(OPTIONS.logLevel, 'info'),
    demo: !switches.has('--no-demo'),
    masterKey: value(OPTIONS.masterKey, null),
    drain: value(OPTIONS.drain, 0),
    noop: {
      artifactBytes: value(OPTIONS.noopArtifactBytes, 0),
      log: noopLog === null ? null : resolve(machine.directory, noopLog),
    },
    remoteHostHeaders: value(OPTIONS.remoteHostHeaders, ['REMOTE_ADDR', 'REMOTE_HOST']),
    trustedProxies: value(OPTIONS.proxyIpAllowedList, []),
    passThrough: passThrough(environment),
  };
};

/** What cannot be had together. */
const contradictions = (settings: Settings): readonly string[] =>
  settings.roles.length === ROLES.length || isShared(settings)
    ? []
    : [
        `${variableOf(OPTIONS.role)} needs ${variableOf(OPTIONS.eventStore)} and ${variableOf(OPTIONS.readStore)}: ` +
          'a log or read models in files belong to one process, which does everything',
      ];

const HTTPS_PORT = 8443;

const httpsSettings = (value: ReadValue, directory: string): HttpsSettings | null => {
  const port = value(OPTIONS.httpsPort, null);
  const [certificate, key] = [value(OPTIONS.tlsCert, null), value(OPTIONS.tlsKey, null)];
  if (port === 'off') return null;
  return {
    port: port ?? HTTPS_PORT,
    isAsked: port !== null,
    certificate: certificate === null ? null : resolve(directory, certificate),
    key: key === null ? null : resolve(directory, key),
  };
};

const passThrough = (environment: Environment): Readonly<Record<string, string>> =>
  Object.fromEntries(
    PASSED_THROUGH.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
