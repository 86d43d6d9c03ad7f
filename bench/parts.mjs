// Each part measures something and says what its limit is.
import { prepare } from './cairn.mjs';
import { ARTIFACT_BYTES } from './graph.mjs';
import { startWalker } from './limit/start.mjs';
import { engines } from './measure/engines.mjs';
import { latency } from './measure/latency.mjs';
import { lists } from './measure/lists.mjs';
import { withPlaybooks } from './measure/playbooks.mjs';
import { replay } from './measure/replay.mjs';
import { starts } from './measure/start.mjs';
import { throughput } from './measure/throughput.mjs';
import { figure } from './report.mjs';
import { median, quantile } from './statistics.mjs';
import { makeHome, startServer } from '../scripts/running-server.cjs';

const NOOP = {
  CAIRN_EXECUTOR: 'noop',
  CAIRN_NOOP_ARTIFACT_BYTES: String(ARTIFACT_BYTES),
  CAIRN_CAPACITY: '100000',
  CAIRN_LOG_LEVEL: 'error',
};
const LATENCY = { launches: 150, warmUp: 30 };
const LOAD = { workflows: 400, rounds: 3 };
const WALKER_LOAD = { workflows: 4000, rounds: 3 };

/** Throughput, latency, cost and replay of walking workflows, beside the bare walker. */
export const walkFigures = async (say) => {
  const limit = await measureWalker(say);
  const home = makeHome();
  try {
    const own = await measureCairn(home, say);
    say('  replay');
    return [
      ...loadFigures(own, limit),
      ...latencyFigures(own, limit),
      ...replayFigures(await replay(home, NOOP, own.ended)),
    ];
  } finally {
    home.remove();
  }
};

const measureWalker = async (say) => {
  say('  bare walker');
  const walker = await startWalker();
  const figures = { ...(await latency(walker, LATENCY)), ...(await throughput(walker, WALKER_LOAD)) };
  await walker.stop();
  return figures;
};

const measureCairn = async (home, say) => {
  const server = await startServer(home, NOOP);
  try {
    const cairn = { ...(await prepare({ ...home, base: server.base })), pid: server.pid };
    say('  one client');
    const idle = await latency(cairn, LATENCY);
    say('  32 clients');
    const loaded = await throughput(cairn, LOAD);
    const { ended, others } = await cairn.tally();
    if (others > 0) throw new Error(`${others} workflow jobs did not end well`);
    cairn.client.close();
    return { ...idle, ...loaded, ended };
  } finally {
    await server.stop();
  }
};

const beside = (limit) => ({ of: 'bare walker', value: limit });

const loadFigures = (own, limit) => [
  figure('workflows, 32 clients', {
    value: own.workflowsPerSecond,
    unit: '/s',
    limit: beside(limit.workflowsPerSecond),
    aim: 'aim: ratio >= 0.4',
  }),
  figure('node transitions, 32 clients', {
    value: own.transitionsPerSecond,
    unit: '/s',
    limit: beside(limit.transitionsPerSecond),
  }),
  figure('CPU for 1,000 nodes that ran', {
    value: own.cpuPerThousandNodes,
    unit: 's',
    limit: beside(limit.cpuPerThousandNodes),
    aim: 'aim: <= 1.0 s',
  }),
];

const latencyFigures = (own, limit) => [
  figure('launch answered, one client, p50', {
    value: own.launchP50,
    unit: 'ms',
    limit: beside(limit.launchP50),
    aim: 'aim: < 5 ms',
  }),
  figure('launch answered, one client, p99', { value: own.launchP99, unit: 'ms', limit: beside(limit.launchP99) }),
  figure('end of a job to start of the next, p50', {
    value: own.hopP50,
    unit: 'ms',
    limit: beside(limit.hopP50),
    aim: 'aim: < 3 ms',
  }),
  figure('end of a job to start of the next, p99', { value: own.hopP99, unit: 'ms', limit: beside(limit.hopP99) }),
];

const replayFigures = ({ events, scannedPerSecond, verifiedPerSecond, projectedPerSecond }) => {
  const limit = { of: 'rows read, JSON parsed', value: scannedPerSecond };
  return [
    figure('events in the log', { value: events, unit: '' }),
    figure('events verified (hash chains)', { value: verifiedPerSecond, unit: '/s', limit }),
    figure('events replayed into all read models', { value: projectedPerSecond, unit: '/s', limit }),
  ];
};

/** Cold start and idle memory, beside a Node.js that does nothing. */
export const startFigures = async () => {
  const { firstStart, laterStart, idleMegabytes, bareStart, bareMegabytes } = await starts(NOOP);
  const node = { of: 'empty HTTP server', value: bareStart };
  return [
    figure('first start until it answers', { value: firstStart, unit: 'ms', limit: node, aim: 'aim: < 2000 ms' }),
    figure('later start until it answers', { value: laterStart, unit: 'ms', limit: node, aim: 'aim: < 2000 ms' }),
    figure('idle memory', {
      value: idleMegabytes,
      unit: 'MB',
      limit: { of: 'empty HTTP server', value: bareMegabytes },
      aim: 'aim: < 200 MB',
    }),
  ];
};

/** Jobs and workflows of real playbooks, from the answer of the launch to the last event. */
export const playbookFigures = async (say) => {
  const { bare, job, bareSeven, workflow } = await withPlaybooks(say);
  return [
    figure('one job', {
      value: job,
      unit: 'ms',
      limit: { of: 'bare run', value: bare },
      aim: 'aim: ratio <= 1.15',
    }),
    figure('workflow of eight nodes', {
      value: workflow,
      unit: 'ms',
      limit: { of: 'its seven bare runs', value: bareSeven },
      aim: 'aim: ratio <= 0.9',
    }),
  ];
};

const ENGINES_IDLE = { launches: 40, warmUp: 10 };
const ENGINES_LOAD = { workflows: 150, rounds: 3 };

/** Log and rows in files beside EventStoreDB (its double) and PostgreSQL; one process beside one for each role. */
export const engineFigures = async (say) => {
  const postgres = process.env.CAIRN_TEST_POSTGRES;
  if (!postgres) throw new Error('needs a PostgreSQL: node scripts/with-postgres.mjs npm run bench -- --only engines');
  delete process.env.CAIRN_TEST_READ_STORE; // each installation says itself where its rows are
  const given = { postgres, environment: NOOP, idle: ENGINES_IDLE, load: ENGINES_LOAD };
  const { embedded, one, three } = await engines(given, say);
  return [
    ...besideEachOther('engines', one, { of: 'files', figures: embedded }),
    ...besideEachOther('three processes', three, { of: 'one process', figures: one }),
  ];
};

const besideEachOther = (what, own, { of, figures }) => {
  const line = (name, unit, value) =>
    figure(`${what}: ${name}`, { value: value(own), unit, limit: { of, value: value(figures) } });
  return [
    line('workflows, 32 clients', '/s', ({ workflowsPerSecond }) => workflowsPerSecond),
    line('CPU for 1,000 nodes', 's', ({ cpuPerThousandNodes }) => cpuPerThousandNodes),
    line('launch answered, p50', 'ms', ({ launchP50 }) => launchP50),
    line('end of a job to start of the next, p50', 'ms', ({ hopP50 }) => hopP50),
  ];
};

/** Pages of lists for a user who sees little of much, and for one who sees all. */
export const listFigures = async (say) => {
  const { few, many, all } = await lists(NOOP, say);
  const among = (value) => ({ of: 'among 10,000', value });
  const p99 = (pages, kind) => quantile(timesOf(pages, kind), 0.99);
  const slowest = (pages) => Math.max(...ofKind(pages, 'filtered').map((page) => page.p99));
  const same = Object.keys(many).filter((query) => many[query].count === few[query].count);
  const growth = same.map((query) => many[query].cpu / few[query].cpu);
  const line = (name, of) => figure(name, { value: of(many), unit: 'ms', limit: among(of(few)), aim: 'aim: < 100 ms' });
  return [
    line('plain pages, p99', (pages) => p99(pages, 'plain')),
    line('filtered pages, p99', (pages) => p99(pages, 'filtered')),
    line('p99 of the slowest filtered page', slowest),
    figure('CPU of a page, times as much: median', { value: median(growth), unit: 'x', aim: 'aim: <= 1.2' }),
    figure('CPU of a page, times as much: most', { value: Math.max(...growth), unit: 'x' }),
    figure('filtered pages as administrator, p99', { value: p99(all, 'filtered'), unit: 'ms' }),
    ...costliest(many, same).map((query) =>
      figure(query, { value: many[query].cpu, unit: 'ms CPU', limit: among(few[query].cpu) }),
    ),
  ];
};

const SHOWN = 8;

const costliest = (pages, queries) => queries.toSorted((a, b) => pages[b].cpu - pages[a].cpu).slice(0, SHOWN);

const ofKind = (pages, kind) => Object.values(pages).filter((page) => page.kind === kind);

const timesOf = (pages, kind) => ofKind(pages, kind).flatMap(({ times }) => times);
