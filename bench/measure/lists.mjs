import { performance } from 'node:perf_hooks';
import { Client } from '../client.mjs';
import { addClusters, clusterIds, fill, giveRoles } from '../lists/clusters.mjs';
import { queriesOf } from '../lists/queries.mjs';
import { makeReader, makeSeed, READER } from '../lists/seed.mjs';
import { mainThreadMilliseconds } from '../machine.mjs';
import { quantile, timed } from '../statistics.mjs';
import { makeHome, startServer } from '../../scripts/running-server.cjs';

/** Clusters of hundred hosts and hundred jobs each. */
const OWN = 20;
const AUDITED = 10;
const FEW = 100;
const MANY = 1000;
const WARM_UP = 3;
const ASKED = { least: 10, most: 100, milliseconds: 1500 };

/**
 * The same pages for the same user, who sees 3,000 hosts and jobs by 50 roles: among 10,000 of each, and among 100,000. Two
 * servers answer in turns, so that whatever else the machine does meets both.
 * @returns what each page took with few and with many objects of others, and with many as administrator
 */
export const lists = async (environment, say) => {
  const homes = [];
  const visitors = [];
  const open = async (clusters) => {
    const home = await prepare(clusters, environment);
    homes.push(home);
    const server = await startServer(home, environment);
    visitors.push(visitorOf(server, READER));
    return { server, home };
  };
  try {
    say('  filling tables');
    const few = await open(FEW);
    const many = await open(MANY);
    say('  the user with 50 roles');
    const [inFew, inMany] = await visit([visitors[0], visitors[1]]);
    say('  as administrator');
    visitors.push(visitorOf(many.server, many.home));
    const [asAdministrator] = await visit([visitors[2]]);
    for (const { server } of [few, many]) await server.stop();
    return { few: inFew, many: inMany, all: asAdministrator };
  } finally {
    for (const { client } of visitors) client.close();
    for (const home of homes) home.remove();
  }
};

const visitorOf = ({ base, pid }, { user, password }) => ({ client: new Client(base, user, password), pid });

const prepare = async (clusters, environment) => {
  const home = makeHome();
  const server = await startServer(home, environment);
  const access = { ...home, base: server.base };
  const seeds = {};
  for (const name of ['own', 'audited', 'foreign']) seeds[name] = await makeSeed(access, name);
  const reader = await makeReader(access);
  await server.stop();
  fill(home, (db) => {
    addClusters(db, seeds.own, { from: 0, to: OWN, organization: seeds.own.organization });
    addClusters(db, seeds.audited, { from: OWN, to: OWN + AUDITED, organization: seeds.audited.organization });
    addClusters(db, seeds.foreign, { from: OWN + AUDITED, to: clusters });
    giveRoles(db, reader, rolesIn(seeds));
  });
  return home;
};

/** Fifty, of all the kinds by which somebody comes to see something. */
const rolesIn = ({ audited }) => {
  const own = Array.from({ length: OWN }, (_, number) => clusterIds(number));
  return [
    ['organization', audited.organization, 'auditor_role'],
    ...own.map(({ inventory }) => ['inventory', inventory, 'read_role']),
    ...own.map(({ template }) => ['job_template', template, 'execute_role']),
    ...own.slice(0, 5).map(({ project }) => ['project', project, 'use_role']),
    ...own.slice(0, 4).map(({ team }) => ['team', team, 'member_role']),
  ];
};

/** What each query took each visitor: milliseconds of every answer, CPU of one, and how many rows there are. */
const visit = async (visitors) => {
  const found = visitors.map(() => ({}));
  for (const [kind, queries] of Object.entries(queriesOf(clusterIds(3)))) {
    for (const query of queries) {
      const pages = await ask(visitors, query);
      pages.forEach((page, index) => (found[index][query] = { kind, ...page }));
    }
  }
  return found;
};

const ask = async (visitors, query) => {
  const counts = [];
  for (const { client } of visitors) counts.push(await warmUp(client, query));
  const times = visitors.map(() => []);
  const before = visitors.map(({ pid }) => mainThreadMilliseconds(pid));
  const began = performance.now();
  for (let round = 0; isMoreAsked(round, performance.now() - began); round++) {
    for (const [index, { client }] of visitors.entries()) times[index].push(await timed(() => client.get(query)));
  }
  return visitors.map(({ pid }, index) => ({
    count: counts[index],
    times: times[index],
    p99: quantile(times[index], 0.99),
    cpu: (mainThreadMilliseconds(pid) - before[index]) / times[index].length,
  }));
};

const isMoreAsked = (round, milliseconds) =>
  round < ASKED.least || (round < ASKED.most && milliseconds < ASKED.milliseconds);

const warmUp = async (client, query) => {
  let count;
  for (let time = 0; time < WARM_UP; time++) count = (await client.get(query)).count;
  return count;
};
