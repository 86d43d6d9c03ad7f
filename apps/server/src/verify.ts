import { EventStoreDbLog } from '@adapters/event-log-eventstoredb';
import { dataFiles } from './composition/data-files.js';
import { faultText } from './configuration/explained-faults.js';
import { thisMachine } from './configuration/machine.js';
import { readSettings } from './configuration/read-settings.js';
import type { Settings } from './configuration/settings.js';
import { type CheckStatus, checkLog, checkLogFile } from './verification/check-log.js';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const check = ({ data, eventStore }: Settings): Promise<CheckStatus> =>
  eventStore === null
    ? checkLogFile(dataFiles(data).log, print)
    : checkLog('the log in EventStoreDB', () => EventStoreDbLog.open(eventStore), print);

/** `npm run verify -- --data DIR`: ends with 0 when the log is as it was written, with 1 when it is not. */
const main = async (): Promise<number> => {
  const startup = readSettings(process.argv.slice(2), process.env, thisMachine());
  switch (startup.action) {
    case 'print':
      print(startup.text.trimEnd());
      return 0;
    case 'refuse':
      startup.problems.forEach(print);
      return 2;
    case 'serve':
      return check(startup.settings);
  }
};

main().then(
  (status) => (process.exitCode = status),
  (error: unknown) => {
    process.stderr.write(`${faultText(error)}\n`);
    process.exitCode = 2;
  },
);
