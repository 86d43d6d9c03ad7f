import { prepare } from '../cairn.mjs';
import { startEngines, startInstallation } from '../engines/installation.mjs';
import { latency } from './latency.mjs';
import { throughput } from './throughput.mjs';

const ALL = ['api', 'worker', 'runner'];

/** The same work on files, on the engines, and on the engines with a process for each role. */
export const engines = async ({ postgres, environment, idle, load }, say) => {
  const measure = async (what, processes, more) => {
    say(`  ${what}`);
    const installation = await startInstallation(processes, { ...environment, ...more });
    try {
      const cairn = { ...(await prepare(installation.access)), pids: installation.pids };
      const figures = { ...(await latency(cairn, idle)), ...(await throughput(cairn, load)) };
      const { others } = await cairn.tally();
      if (others > 0) throw new Error(`${others} workflow jobs did not end well: ${what}`);
      cairn.client.close();
      return figures;
    } finally {
      await installation.stop();
    }
  };
  const onEngines = async (what, processes) => {
    const { environment: more, stop } = await startEngines(postgres);
    try {
      return await measure(what, processes, more);
    } finally {
      await stop();
    }
  };
  return {
    embedded: await measure('files, one process', [ALL], {}),
    one: await onEngines('engines, one process', [ALL]),
    three: await onEngines(
      'engines, three processes',
      ALL.map((role) => [role]),
    ),
  };
};
