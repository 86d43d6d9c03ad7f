#!/usr/bin/env node
// Measures the built server beside the limits of the machine; see bench/README.md.
//   npm run bench                     everything, in five to ten minutes
//   npm run bench -- --json FILE      also writes the figures to a file
//   npm run bench -- --only walk      one part of: walk, lists, start, playbooks, engines
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { calibrate, description, useTwoCores } from './machine.mjs';
import { engineFigures, listFigures, playbookFigures, startFigures, walkFigures } from './parts.mjs';
import { figure, print } from './report.mjs';

const PARTS = {
  walk: { title: 'Workflows of eight nodes, noop executor, synced log', measure: walkFigures },
  lists: { title: 'Lists among 100,000 hosts and 100,000 jobs, 50 roles', measure: listFigures },
  start: { title: 'Start and memory', measure: startFigures },
  playbooks: { title: 'Real playbooks beside bare runs of the same play', measure: playbookFigures },
  engines: { title: 'EventStoreDB (its double) and PostgreSQL, one process and three', measure: engineFigures },
};

const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string', multiple: true } } });
// Engines need a PostgreSQL, which not every machine has.
const chosen = values.only ?? Object.keys(PARTS).filter((name) => name !== 'engines');
const unknown = chosen.filter((name) => !(name in PARTS));
if (unknown.length > 0) throw new Error(`no such part: ${unknown.join(', ')}`);

const say = (text) => process.stderr.write(`${text}\n`);

/** Before and after each part: a machine that changed in between makes its figures worth little. */
const machineFigures = (before, after) => [
  figure('synced writes, one after another', {
    value: after.syncs,
    unit: '/s',
    limit: { of: 'before', value: before.syncs },
  }),
  figure('fixed loop', { value: after.loop, unit: 'M steps/s', limit: { of: 'before', value: before.loop } }),
];

useTwoCores();
const result = { at: new Date().toISOString(), machine: description(), parts: {} };
say(`${result.machine.cpu}, ${result.machine.cores} cores, Node.js ${result.machine.node}`);
for (const name of chosen) {
  say(`measuring: ${name}`);
  const before = calibrate();
  const figures = await PARTS[name].measure(say);
  result.parts[name] = [...figures, ...machineFigures(before, calibrate())];
  print(PARTS[name].title, result.parts[name]);
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(result, undefined, 2)}\n`);
