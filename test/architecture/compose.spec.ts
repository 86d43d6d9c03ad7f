import { OPTIONS, variableOf } from '../../apps/server/src/configuration/options.js';
import { readSettings } from '../../apps/server/src/configuration/read-settings.js';
import { cairnServices, readCompose } from '../live/compose-file.js';

/** That the compose files say what the program understands; test/postgres/compose.spec.ts starts what they start. */

const SAID = {
  CAIRN_MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
  CAIRN_POSTGRES_PASSWORD: 'one',
  CAIRN_ADMIN_PASSWORD: 'two',
};
const KNOWN = new Set(Object.values(OPTIONS).map(variableOf));
const file = readCompose('docker-compose.yml', SAID);
const machine = { cores: 2, memoryMiB: 4096, directory: '/srv/cairn', hostName: 'here' };

describe('docker-compose.yml', () => {
  it.each(Object.keys(SAID))('does not start without %s', (name) => {
    const { [name]: _, ...rest } = SAID as Record<string, string>;
    expect(() => readCompose('docker-compose.yml', rest)).toThrow(name);
  });

  it('has two processes for requests, two for workflows, one for playbooks, beside the two stores', () => {
    const roles = cairnServices(file).map(([, { command }]) => /--role (\w+)/.exec(command ?? '')?.[1]);
    expect(roles).toEqual(['api', 'api', 'worker', 'worker', 'runner']);
    expect(Object.keys(file.services)).toHaveLength(7);
  });

  it.each(cairnServices(file))('says for %s what the program understands', (name, { command = '', environment }) => {
    expect(Object.keys(environment).filter((variable) => !KNOWN.has(variable))).toEqual([]);
    const [, , ...words] = command.split(' ');
    const texts = Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, String(value)]));
    const startup = readSettings(words, texts, machine);
    expect(startup).toMatchObject({
      action: 'serve',
      settings: { nodeName: name, readStore: expect.stringContaining(':one@postgres:') },
    });
  });

  it.each(Object.entries(file.services))(
    'has for %s a health check, room to stop, and volumes that are declared',
    (_, service) => {
      expect(service.healthcheck.test).toMatch(/\w/);
      expect(service).toMatchObject({ restart: 'unless-stopped', stop_grace_period: '1m' });
      for (const volume of service.volumes ?? []) expect(file.volumes).toHaveProperty([volume.split(':')[0] ?? '']);
      for (const network of service.networks ?? [])
        if (network !== 'default') expect(file.networks).toHaveProperty([network]);
    },
  );

  it('starts the program when both stores are healthy, and lets nobody else at them', () => {
    for (const [, { depends_on }] of cairnServices(file))
      expect(depends_on).toEqual({
        eventstore: { condition: 'service_healthy' },
        postgres: { condition: 'service_healthy' },
      });
    for (const name of ['eventstore', 'postgres'])
      expect([file.services[name]?.ports, file.services[name]?.networks]).toEqual([undefined, ['stores']]);
    expect(file.networks).toMatchObject({ stores: { internal: true } });
  });

  it('pins the versions of the stores', () => {
    for (const name of ['eventstore', 'postgres']) expect(file.services[name]?.image).toMatch(/:\d+[\w.-]*$/);
  });
});

it('compose.single.yml says what the program understands', () => {
  const { services } = readCompose('compose.single.yml', {});
  expect(Object.keys(services['cairn']?.environment ?? {}).filter((variable) => !KNOWN.has(variable))).toEqual([]);
  expect(services['cairn']?.command).toBe('npm start -- --no-demo');
});
