import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERSION } from '../product.js';
import { defaultCapacity } from './machine.js';
import { flagOf, OPTIONS, variableOf, type Option } from './options.js';
import { readSettings, type Environment } from './read-settings.js';
import type { Settings } from './settings.js';

const machine = { cores: 2, memoryMiB: 4048, directory: '/srv/cairn', hostName: 'db1' };
const read = (words: readonly string[], environment: Environment = {}) => readSettings(words, environment, machine);
const settingsOf = (words: readonly string[], environment: Environment = {}): Settings => {
  const startup = read(words, environment);
  if (startup.action !== 'serve') throw new Error(JSON.stringify(startup));
  return startup.settings;
};
const problemsOf = (words: readonly string[], environment: Environment = {}): readonly string[] => {
  const startup = read(words, environment);
  return startup.action === 'refuse' ? startup.problems : [];
};

const ENGINES: Environment = {
  CAIRN_EVENTSTORE: 'esdb://127.0.0.1:2113?tls=false',
  CAIRN_READ_STORE: 'postgres://cairn@db.example:5432/cairn',
};

describe('settings', () => {
  it('has a default for everything', () => {
    expect(settingsOf([])).toEqual({
      roles: ['api', 'worker', 'runner'],
      nodeName: 'cairn-1',
      runnerGrace: 60,
      port: 8052,
      host: '127.0.0.1',
      https: { port: 8443, isAsked: false, certificate: null, key: null },
      data: '/srv/cairn/data',
      adminPassword: null,
      projectsRoot: '/srv/cairn/data/projects',
      executor: 'ansible',
      capacity: 20,
      logLevel: 'info',
      demo: true,
      masterKey: null,
      eventStore: null,
      readStore: null,
      drain: 0,
      noop: { artifactBytes: 0, log: null },
      remoteHostHeaders: ['REMOTE_ADDR', 'REMOTE_HOST'],
      trustedProxies: [],
      passThrough: {},
    });
  });

  it('takes each setting from the environment and from the flag of the same name, the flag winning', () => {
    const samples: Record<keyof typeof OPTIONS, [string, string]> = {
      port: ['1', '2'],
      host: ['a', 'b'],
      httpsPort: ['1', '2'],
      tlsCert: ['/c', '/d'],
      tlsKey: ['/e', '/f'],
      role: ['worker', 'runner'],
      nodeName: ['a', 'b'],
      runnerGrace: ['5', '6'],
      data: ['/a', '/b'],
      adminPassword: ['a', 'b'],
      projectsRoot: ['/a', '/b'],
      executor: ['ansible', 'noop'],
      capacity: ['1', '2'],
      logLevel: ['warn', 'debug'],
      readStore: ['postgres://cairn@db.example:5432/cairn', 'postgresql:///cairn'],
      eventStore: ['esdb://127.0.0.1:2113?tls=false', 'esdb+discover://cluster.example:2113'],
      masterKey: [Buffer.alloc(32, 1).toString('base64'), Buffer.alloc(32, 2).toString('base64')],
      drain: ['1', '2'],
      remoteHostHeaders: ['HTTP_X_FORWARDED_FOR', 'REMOTE_ADDR'],
      proxyIpAllowedList: ['10.0.0.1', 'proxy.example.org'],
      noopArtifactBytes: ['1', '2'],
      noopLog: ['/a', '/b'],
    };
    const shown = (settings: Settings): string => JSON.stringify(settings);
    for (const [key, [one, two]] of Object.entries(samples)) {
      const setting: Option = OPTIONS[key as keyof typeof OPTIONS];
      const environment = { ...ENGINES, [variableOf(setting)]: one };
      expect(shown(settingsOf([], environment))).toContain(one);
      if (setting.environmentOnly) continue;
      const byFlag = shown(settingsOf([flagOf(setting), two], environment));
      expect(byFlag).toContain(two);
      expect(byFlag).toBe(shown(settingsOf([`${flagOf(setting)}=${two}`], ENGINES)));
    }
  });

  it('keeps the projects below the data directory unless told otherwise, and makes paths absolute', () => {
    expect(settingsOf(['--data', 'elsewhere']).projectsRoot).toBe('/srv/cairn/elsewhere/projects');
    expect(settingsOf(['--data', 'elsewhere', '--projects-root', '../p']).projectsRoot).toBe('/srv/p');
  });

  it('takes an empty variable as none', () => {
    expect(settingsOf([], { CAIRN_PORT: '', CAIRN_ADMIN_PASSWORD: '' })).toMatchObject({
      port: 8052,
      adminPassword: null,
    });
  });

  it('lets one process do a part only where several can share the engines', () => {
    expect(settingsOf(['--role', 'runner, api,api'], ENGINES).roles).toEqual(['api', 'runner']);
    for (const missing of Object.keys(ENGINES))
      expect(problemsOf(['--role', 'api'], { ...ENGINES, [missing]: '' })).toEqual([
        'CAIRN_ROLE needs CAIRN_EVENTSTORE and CAIRN_READ_STORE: a log or read models in files belong to one process, which does everything',
      ]);
    expect(settingsOf(['--role', 'runner,worker,api']).roles).toEqual(['api', 'worker', 'runner']);
    expect(problemsOf(['--role', 'boss'])).toEqual([
      '--role must be some of api, worker, runner, with commas, not "boss"',
    ]);
  });

  it('calls a process after its machine where there may be several', () => {
    expect(settingsOf([], ENGINES).nodeName).toBe('db1');
    expect(settingsOf(['--node-name', 'left'], ENGINES).nodeName).toBe('left');
    expect(problemsOf(['--node-name', '../left'])).toHaveLength(1);
  });

  it('tells every problem in a line of its own', () => {
    expect(
      problemsOf(['--port', '65536', '--executor=docker', '--nonsense', '--capacity', '0', '--host'], {
        CAIRN_LOG_LEVEL: 'loud',
      }),
    ).toEqual([
      '--nonsense is not known, see --help',
      '--host needs a value',
      '--port must be an integer from 0 to 65535, not "65536"',
      '--executor must be one of ansible, noop, not "docker"',
      '--capacity must be an integer from 1 to 1000000, not "0"',
      'CAIRN_LOG_LEVEL must be one of error, warn, info, debug, not "loud"',
    ]);
  });

  it.each(['-1', '1.5', '1e3', ' 1', '0x10', 'abc', '99999999999999999999'])('refuses the port %j', (port) => {
    expect(problemsOf([], { CAIRN_PORT: port })).toHaveLength(1);
  });

  it('never quotes a secret', () => {
    expect(problemsOf([], { CAIRN_MASTER_KEY: 'slipped' })).toEqual(['CAIRN_MASTER_KEY must be base64 of 32 bytes']);
    expect(problemsOf(['--admin-pasword=slipped'])).toEqual(['--admin-pasword is not known, see --help']);
    expect(problemsOf(['--master-key=slipped'])).toEqual(['--master-key is not known, see --help']);
  });

  it('passes the git configuration and proxies through, in both spellings, and nothing else', () => {
    const environment = { GIT_CONFIG_GLOBAL: '/g', HTTPS_PROXY: 'p', no_proxy: 'q', AWS_SECRET: 's', PATH: '/bin' };
    expect(settingsOf([], environment).passThrough).toEqual({
      GIT_CONFIG_GLOBAL: '/g',
      HTTPS_PROXY: 'p',
      no_proxy: 'q',
    });
  });

  it('only serves with --no-demo', () => {
    expect(settingsOf(['--no-demo']).demo).toBe(false);
  });
});

describe('the command line', () => {
  it('lists every setting with --help, whatever else is wrong', () => {
    const startup = read(['--help', '--nonsense']);
    const text = startup.action === 'print' ? startup.text : '';
    for (const setting of Object.values<Option>(OPTIONS)) {
      expect(text).toContain(variableOf(setting));
      expect(text).toContain(setting.fallback);
      if (!setting.environmentOnly) expect(text).toContain(`${flagOf(setting)} VALUE`);
    }
    expect(text).toContain('--no-demo');
    // Columns: behind the longest name there is still room.
    expect(text).toMatch(/^ {2}CAIRN_PROXY_IP_ALLOWED_LIST {2,}--proxy-ip-allowed-list VALUE {2,}\S/m);
  });

  it('tells the version that the package has', () => {
    const { version } = JSON.parse(readFileSync(join(process.cwd(), 'package.json'), 'utf8')) as { version: string };
    expect(VERSION).toBe(version);
    expect(read(['--version'])).toEqual({ action: 'print', text: `${version}\n` });
  });
});

describe('default capacity', () => {
  it.each([
    [2, 4048, 20],
    [8, 4048, 32],
    [1, 512, 4],
  ])('of %i cores and %i MiB is %i forks', (cores, memoryMiB, forks) => {
    expect(defaultCapacity({ ...machine, cores, memoryMiB })).toBe(forks);
  });
});
