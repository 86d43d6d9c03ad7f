import { until } from '../cairn.mjs';
import { parentsOf } from '../graph.mjs';
import { quantile, timed } from '../statistics.mjs';

const LOOK_EVERY_MS = 5;

/**
 * One client, one workflow at a time: how long a launch takes to be answered, and how long the way from the end of a job to
 * the beginning of the next.
 */
export const latency = async (target, { launches, warmUp }) => {
  const answers = [];
  const hops = [];
  for (let launch = -warmUp; launch < launches; launch++) {
    let id;
    const milliseconds = await timed(async () => (id = await target.launch()));
    await until(() => target.isOver(id), LOOK_EVERY_MS);
    if (launch < 0) continue;
    answers.push(milliseconds);
    hops.push(...hopsOf(await target.jobTimes(id)));
  }
  return {
    launchP50: quantile(answers, 0.5),
    launchP99: quantile(answers, 0.99),
    hopP50: quantile(hops, 0.5),
    hopP99: quantile(hops, 0.99),
  };
};

/** From the end of the last parent to the beginning of a node's job, for all nodes that have parents and ran. */
const hopsOf = (jobs) => {
  const byNode = new Map(jobs.filter(({ started }) => started !== undefined).map((job) => [job.node, job]));
  return [...byNode.values()]
    .filter(({ node }) => parentsOf(node).length > 0)
    .map(({ node, started }) => started - Math.max(...parentsOf(node).map((parent) => byNode.get(parent).finished)));
};
