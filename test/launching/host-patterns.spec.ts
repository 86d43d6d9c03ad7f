import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { RE2JS, RE2JSException } from 're2js';
import { type KnownInventory, type Matches, selectHosts } from '@domain/host-patterns';
import { hostLimit } from '@domain/launch';

const HOSTS = ['solo', 'db1', 'db2', 'db3', 'web-1.example.org', 'web-2.example.org', 'w[1],x', '10.0.0.1', 'fe80::1'];
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  web: ['web-1.example.org', 'web-2.example.org'],
  db: ['db1', 'db2', 'db3'],
  staging: ['db1', 'web-1.example.org'],
  app: ['db3'],
};
const CHILDREN: Readonly<Record<string, readonly string[]>> = { shop: ['web', 'db'] };

const inventory: KnownInventory = {
  hosts: HOSTS,
  groups: new Map([
    ['all', HOSTS],
    ['ungrouped', HOSTS.filter((name) => !Object.values(GROUPS).flat().includes(name))],
    ...Object.entries(GROUPS),
    ['shop', [...(GROUPS['web'] ?? []), ...(GROUPS['db'] ?? [])]],
  ]),
};

const matches: Matches = (expression, text) => {
  try {
    return RE2JS.compile(expression).test(text);
  } catch (error) {
    if (error instanceof RE2JSException) return null;
    throw error;
  }
};

const LIMITS = [
  ...['', 'all', '*', 'ungrouped', 'web', 'shop', 'db1', 'nothing', 'app', 'db*', 'web-?.example.org', '*.example.org'],
  ...['db[0]', 'db[-1]', 'db[1:2]', 'db[1:]', 'db[0:0]', 'db[0-1]', 'shop[2:3]', '*[0]', 'db[!1]', 'db[1-2]', '[a-d]*'],
  ...['web:db', 'web,db', 'web:!staging', 'web:&staging', '!staging', '&staging', 'shop:&staging:!web', 'shop,!db1'],
  ...[
    '~web-\\d',
    '~db[12]$',
    '~(db|solo)',
    'solo',
    '~^db',
    '~.*1',
    '!~db',
    'shop:!~^db',
    '~d\\x621',
    '~\\u0064b\\Z',
    '~(?i)DB1',
  ],
  ...['web db', ' web , db ', 'web,,db,', '10.0.0.1', '10.0.0.*', 'fe80::1', 'fe80::1,db1', 'db1:22', 'web:db[0]'],
  ...[
    'w[1],x',
    hostLimit(['w[1],x']),
    hostLimit(['w[1],x', 'db1']),
    hostLimit(['fe80::1', 'solo']),
    'db:!db[0]',
    'd?1:web',
  ],
  ...[
    'db1:db1',
    '!db1:db',
    'db1:&db2',
    'staging[0]:&web',
    'db[',
    'db[]]',
    'app:!app',
    'solo:!solo',
    'DB1',
    'all:!all',
    '~web|db',
    'w*',
  ],
];

/** What Ansible itself selects: JSON in, JSON out. */
const ORACLE = `
import json, sys
from ansible.parsing.dataloader import DataLoader
from ansible.inventory.manager import InventoryManager
given = json.load(sys.stdin)
found = []
for limit in given['limits']:
    inventory = InventoryManager(loader=DataLoader(), sources=None)
    inventory._inventory.add_group('shop')
    for host in given['hosts']:
        inventory._inventory.add_host(host)
    for group, hosts in given['groups'].items():
        inventory._inventory.add_group(group)
        for host in hosts:
            inventory._inventory.add_child(group, host)
    for group, children in given['children'].items():
        for child in children:
            inventory._inventory.add_child(group, child)
    inventory._inventory.reconcile_inventory()
    try:
        inventory.subset(limit)
        found.append(sorted(h.name for h in inventory.get_hosts('all')) if limit else sorted(given['hosts']))
    except Exception as error:
        found.append('refused')
json.dump(found, sys.stdout)
`;

/** The interpreter that runs Ansible, as its own command names it. */
const interpreter = (): string => {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const command = folders.map((folder) => join(folder, 'ansible-playbook')).find((file) => existsSync(file));
  const [, named] = /^#!\s*(\S+)/.exec(command === undefined ? '' : readFileSync(command, 'utf8')) ?? [];
  if (named === undefined) throw new Error('there is no Ansible to compare with');
  return named;
};

/** Names that would be read as patterns, lists, files, options or templates. */
const ODD_NAMES = [
  ...['a,b', 'a:b', 'a b', ' a', '!db1', '&db1', '~db', 'db*', 'd?1', 'db[0]', '[db1', 'db]', '@hosts', '-l', 'a\\b'],
  ...["it's", 'a"b', '(x)', 'x|y', 'x+', '^x$', '{x}', 'x.y', 'x#y', 'x;y', 'x%20', 'Grün*', '€,', '😀?', '~^x\\x2a$'],
];

interface Question {
  readonly limits: readonly string[];
  readonly hosts: readonly string[];
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly children: Readonly<Record<string, readonly string[]>>;
}

/** Each limit with the names it selects, in their order; `refused` where Ansible does not take it. */
const askAnsible = (question: Question): readonly (readonly [string, unknown])[] => {
  const input = JSON.stringify(question);
  const output = execFileSync(interpreter(), ['-c', ORACLE], { input, stdio: ['pipe', 'pipe', 'ignore'] });
  const answers = JSON.parse(output.toString()) as unknown[];
  return question.limits.map((limit, at) => [limit, answers[at]]);
};

describe('host patterns', () => {
  it('select what Ansible selects', () => {
    const theirs = askAnsible({ limits: LIMITS, hosts: HOSTS, groups: GROUPS, children: CHILDREN });
    const ours = LIMITS.map((limit) => [limit, [...selectHosts(limit, inventory, matches).hosts].sort()]);
    expect(ours).toEqual(theirs);
  });
});

describe('the limit that a relaunch on failed hosts is given', () => {
  const hosts = [...HOSTS, ...ODD_NAMES];
  const limits = [...ODD_NAMES.map((name) => hostLimit([name])), hostLimit(ODD_NAMES)];
  const wanted = [...ODD_NAMES.map((name) => [name]), [...ODD_NAMES].sort()];

  it('selects these hosts alone, whatever they are called', () => {
    const theirs = askAnsible({ limits, hosts, groups: GROUPS, children: CHILDREN });
    const byCodePoint = ([limit, names]: readonly [string, unknown]) => [limit, [...(names as string[])].sort()];
    expect(theirs.map(byCodePoint)).toEqual(limits.map((limit, at) => [limit, wanted[at]]));
  });

  it('is read in the same way by a preview', () => {
    const known = { hosts, groups: inventory.groups };
    const ours = limits.map((limit) => [...selectHosts(limit, known, matches).hosts].sort());
    expect(ours).toEqual(wanted);
  });
});
