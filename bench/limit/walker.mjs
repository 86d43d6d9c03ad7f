#!/usr/bin/env node
// The bare walker: HTTP in, the graph of the measurements walked, appends synced in groups, nothing else. No rules, no accounts,
// no views, no restart. What it reaches is the most that this machine gives to anything that keeps its word.
//   node bench/limit/walker.mjs FILE     prints its port
import { createServer } from 'node:http';
import { BareLog } from './log.mjs';
import { Walk } from './walk.mjs';

const log = await BareLog.open(process.argv[2]);
const walks = new Map();

const launch = async () => {
  const id = walks.size + 1;
  const walk = new Walk(log, id);
  walks.set(id, walk);
  await walk.launch();
  return { id };
};

const routes = {
  'POST launch': launch,
  'GET unfinished': async () => ({ count: [...walks.values()].filter(({ status }) => status === 'running').length }),
  'GET run': async (id) => ({
    status: walks.get(id).status,
    nodes: [...walks.get(id).nodes].map(([node, { started, finished }]) => ({ node, started, finished })),
  }),
};

const server = createServer(async (request, response) => {
  let body = '';
  for await (const part of request) body += part;
  if (body !== '') JSON.parse(body);
  const [, , , name, id] = request.url.split('/');
  const answer = JSON.stringify(await routes[`${request.method} ${name}`](Number(id)));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) });
  response.end(answer);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
