#!/usr/bin/env node
// Plays answers recorded from a real AWX against the built server.
//   node scripts/golden.mjs            the areas that are complete and must stay so
//   node scripts/golden.mjs AREA...    these areas;  `all` for every one
// The recordings are not part of this repository: CAIRN_GOLDEN_DIR, or ../shared/golden beside the checkout.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT, withServer } from './running-server.cjs';

const COMPLETE = [
  ...['workflow-graph', 'workflow-runs', 'launch-job-template', 'launch-workflow', 'launch-surveys', 'survey-spec'],
  ...['launch-credentials', 'saved-config-nodes', 'saved-config-schedules', 'schedules', 'relaunch', 'callbacks'],
  ...['lists', 'options', 'access'],
];

const folder = process.env.CAIRN_GOLDEN_DIR ?? resolve(ROOT, '../shared/golden');
const player = join(folder, 'replay.mjs');
const areas = process.argv.length > 2 ? process.argv.slice(2) : COMPLETE;
const only = areas.includes('all') ? [] : ['--only', `^(${areas.join('|')})$`];

const play = async ({ base, user, password, projects }) => {
  const target = ['--base', base, '--user', user, '--password', password, '--projects', projects];
  const replay = spawn(process.execPath, [player, ...target, ...only], { stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(replay, 'exit');
  return code ?? 1;
};

const main = async () => {
  if (existsSync(player)) return withServer(play);
  console.log(`no recordings in ${folder}: nothing played`);
  console.log('0 passed, 0 failed');
  return 0;
};

process.exitCode = await main();
