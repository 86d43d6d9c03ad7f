#!/usr/bin/env node
// The contracts of the event log and of consumer groups, on every store: each test by name, store by store.
//   npm run test:contracts
// CAIRN_TEST_EVENTSTOREDB=esdb://user:password@host:2113 tries them on a real server too, which keeps what they write.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './running-server.cjs';

const SUITES = ['event log', 'consumer groups'];
const NAMED = process.env.CAIRN_TEST_EVENTSTOREDB !== undefined;

const print = (line = '') => process.stdout.write(`${line}\n`);

const runJest = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-contracts-'));
  const file = join(folder, 'results.json');
  const suites = SUITES.map((suite) => `test/contracts/${suite.replace(' ', '-')}`);
  const flags = ['--json', '--outputFile', file, '--silent'];
  const jest = spawn(process.execPath, [join(ROOT, 'node_modules/jest/bin/jest.js'), ...suites, ...flags], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await once(jest, 'exit');
  try {
    return JSON.parse(readFileSync(file, 'utf8')).testResults.flatMap(({ assertionResults }) => assertionResults);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** Tests of a suite by name, each with its status by store. */
const tableOf = (suite, results) => {
  const table = new Map();
  for (const { ancestorTitles, title, status } of results) {
    const place = ancestorTitles.findIndex((name) => name.startsWith(`${suite}: `));
    if (place < 0) continue;
    const test = [...ancestorTitles.slice(place + 1), title].join(' > ');
    table.set(test, { ...table.get(test), [ancestorTitles[place].slice(suite.length + 2)]: status });
  }
  return table;
};

const show = (suite, table) => {
  const stores = [...new Set([...table.values()].flatMap(Object.keys))];
  print(`\n${suite}: ${table.size} tests on ${stores.length} stores (${stores.join(' | ')})`);
  for (const [test, byStore] of table) {
    print(`  ${stores.map((store) => (byStore[store] ?? 'absent').padEnd(7)).join(' ')} ${test}`);
  }
  return table.size > 0 && [...table.values()].every((byStore) => stores.every((store) => byStore[store] === 'passed'));
};

const results = await runJest();
const areWhole = SUITES.map((suite) => show(suite, tableOf(suite, results))).every(Boolean);
print(areWhole ? '\nThe same tests on every store, none skipped.' : '\nNot every test passed on every store.');
print(
  NAMED
    ? 'A real server was named by CAIRN_TEST_EVENTSTOREDB.'
    : 'No real server was named: CAIRN_TEST_EVENTSTOREDB=esdb://user:password@host:2113 tries one. The double stands in for it.',
);
process.exitCode = areWhole ? 0 : 1;
