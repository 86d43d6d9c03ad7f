import { performance } from 'node:perf_hooks';
import { until } from '../cairn.mjs';
import { RUN, TRANSITIONS } from '../graph.mjs';
import { cpuSeconds } from '../machine.mjs';
import { median } from '../statistics.mjs';

const CLIENTS = 32;
const LOOK_EVERY_MS = 25;

/** Workflows that 32 clients launch one after another, from the first launch to the end of the last run. */
export const throughput = async (target, { workflows, rounds }) => {
  await load(target, Math.ceil(workflows / 4));
  const speeds = [];
  const spent = () => (target.pids ?? [target.pid]).reduce((sum, pid) => sum + cpuSeconds(pid), 0);
  const before = spent();
  for (let round = 0; round < rounds; round++) speeds.push(await load(target, workflows));
  const cpu = spent() - before;
  const workflowsPerSecond = median(speeds);
  return {
    workflowsPerSecond,
    transitionsPerSecond: workflowsPerSecond * TRANSITIONS,
    cpuPerThousandNodes: (cpu / (rounds * workflows * RUN)) * 1000,
  };
};

const load = async (target, workflows) => {
  let left = workflows;
  const began = performance.now();
  const client = async () => {
    while (left > 0) {
      left -= 1;
      await target.launch();
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  await until(async () => (await target.unfinished()) === 0, LOOK_EVERY_MS);
  return workflows / ((performance.now() - began) / 1000);
};
