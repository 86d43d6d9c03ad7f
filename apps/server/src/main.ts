import 'reflect-metadata';
import { runDemo } from './demo/run-demo.js';
import { startServer, type RunningServer } from './composition/start-server.js';
import { faultText } from './configuration/explained-faults.js';
import { thisMachine } from './configuration/machine.js';
import { readSettings } from './configuration/read-settings.js';
import type { Settings } from './configuration/settings.js';
import { structuredLog } from './logging/log.js';

const print = (text: string): void => void process.stdout.write(text);
const complain = (text: string): void => void process.stderr.write(`${text}\n`);

const main = async (): Promise<void> => {
  const startup = readSettings(process.argv.slice(2), process.env, thisMachine());
  switch (startup.action) {
    case 'print':
      return print(startup.text);
    case 'refuse':
      startup.problems.forEach(complain);
      process.exitCode = 2;
      return;
    case 'serve':
      return serve(startup.settings);
  }
};

const serve = async (settings: Settings): Promise<void> => {
  const stopping = new AbortController();
  const server = await startServer(settings, structuredLog(settings.logLevel), () => process.exit(1));
  stopOnSignals(server, stopping);
  announce(server, settings);
  const { url, adminPassword } = server;
  if (!settings.demo || adminPassword === null) return;
  const { projectsRoot } = settings;
  await runDemo({
    url,
    user: 'admin',
    password: adminPassword.password,
    projectsRoot,
    out: process.stdout,
    signal: stopping.signal,
  });
  print(`Serving on ${url}, Ctrl-C stops.\n`);
};

const announce = ({ url, httpsUrl, adminPassword }: RunningServer, { demo, roles, nodeName }: Settings): void => {
  if (url === '') return print(`Cairn runs as ${nodeName}: ${roles.join(', ')}.\n`);
  const secure = httpsUrl === null ? '' : ` and ${httpsUrl}/api/v2/`;
  print(`Cairn serves ${url}/api/v2/${secure}\nLog in as admin; the password is ${whereIs(adminPassword)}.\n`);
  if (!demo) print('Ctrl-C stops.\n');
};

/** Nobody can show a password that this process neither made nor was given. */
const whereIs = (password: RunningServer['adminPassword']): string => {
  if (password === null) return 'the one that admin has already';
  return password.file === null ? 'as given' : `in ${password.file}`;
};

/** Playbooks that run go on without the server; a second signal does not wait for anything. */
const stopOnSignals = (server: RunningServer, stopping: AbortController): void => {
  const stop = (): void => {
    if (stopping.signal.aborted) process.exit(1);
    stopping.abort();
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        complain(String(error));
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
};

main().catch((error: unknown) => {
  complain(faultText(error));
  process.exit(1);
});
