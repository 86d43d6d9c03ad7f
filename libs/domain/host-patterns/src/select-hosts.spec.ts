import { type KnownInventory, type Matches, selectHosts } from './index.js';

const HOSTS = ['app', 'db1', 'db2', 'db3', 'web-1.example.org', 'web-2.example.org', 'w[1],x'];
const inventory: KnownInventory = {
  hosts: HOSTS,
  groups: new Map([
    ['all', HOSTS],
    ['ungrouped', ['app', 'w[1],x']],
    ['web', ['web-1.example.org', 'web-2.example.org']],
    ['db', ['db1', 'db2', 'db3']],
    ['staging', ['db1', 'web-1.example.org']],
  ]),
};

/** The engine of JavaScript, which reads what these specs use; null for an expression that is none. */
const matches: Matches = (expression, text) => {
  const flags = expression.startsWith('^(?s:') ? 's' : '';
  const source = expression
    .replace('(?s:', '(?:')
    .replaceAll('\\z', '$')
    .replace(/\\x\{0*(\w+)\}/g, '\\u{$1}');
  try {
    return new RegExp(source, `${flags}u`).test(text);
  } catch {
    return null;
  }
};

const selected = (limit: string) => selectHosts(limit, inventory, matches);

// What Ansible answers to the same is asked in test/launching/host-patterns.spec.ts.
describe('hosts that a limit selects', () => {
  it.each<[string, readonly string[]]>([
    ['', HOSTS],
    ['all', HOSTS],
    ['db', ['db1', 'db2', 'db3']],
    ['db:web', ['db1', 'db2', 'db3', 'web-1.example.org', 'web-2.example.org']],
    ['web,db1', ['db1', 'web-1.example.org', 'web-2.example.org']],
    ['db:!staging', ['db2', 'db3']],
    ['db:&staging', ['db1']],
    ['!db', ['app', 'web-1.example.org', 'web-2.example.org', 'w[1],x']],
    ['db?', ['db1', 'db2', 'db3']],
    ['db[0]', ['db1']],
    ['db[-1]', ['db3']],
    ['db[1:]', ['db2', 'db3']],
    ['db[!1]', ['db2', 'db3']],
    ['~web-\\d', ['web-1.example.org', 'web-2.example.org']],
    ['~\\u0064b2\\Z', ['db2']],
    ['~^w\\x5b1\\x5d\\x2cx$', ['w[1],x']],
  ])('%s', (limit, hosts) => expect(selected(limit)).toEqual({ hosts, problems: [] }));

  it.each<[string, readonly string[], string, string]>([
    ['nothing', [], 'nothing', 'no_match'],
    ['db1,nothing', ['db1'], 'nothing', 'no_match'],
    ['db[7]', [], 'db[7]', 'out_of_range'],
    ['~(', [], '~(', 'not_an_expression'],
    ['@/etc/hosts', [], '@/etc/hosts', 'reads_a_file'],
  ])('%s, and tells what is wrong with it', (limit, hosts, term, code) =>
    expect(selected(limit)).toEqual({ hosts, problems: [{ term, code }] }),
  );

  it.each<[string, string]>([
    ['brackets that are never closed', '['.repeat(400_000)],
    ['the same in one term', `${'['.repeat(400_000)},`],
  ])('ends in time: %s', (_what, limit) => {
    const begin = process.cpuUsage().user;
    expect(selectHosts(limit, inventory, () => false).hosts).toEqual(limit.endsWith(',') ? [] : HOSTS);
    expect(process.cpuUsage().user - begin).toBeLessThan(3_000_000);
  });

  it('ends in time: many terms for many hosts', () => {
    const hosts = Array.from({ length: 10_000 }, (_unused, at) => `h${at}`);
    const begin = process.cpuUsage().user;
    const groups = new Map([['all', hosts]]);
    expect(
      selectHosts('!@x:'.repeat(100_000), { hosts, groups }, (_expression, name) => name === 'all').hosts,
    ).toHaveLength(10_000);
    expect(process.cpuUsage().user - begin).toBeLessThan(5_000_000);
  });
});
