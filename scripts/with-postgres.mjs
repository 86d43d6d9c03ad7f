// Runs a command beside a PostgreSQL of its own: `node scripts/with-postgres.mjs npx jest test/contracts`. The command finds the server in
// CAIRN_TEST_POSTGRES, and CAIRN_TEST_READ_STORE says that tests keep their rows there. Ends as the command does, or with 77 where no
// server can be had.
import { spawn } from 'node:child_process';
import postgres from './postgres-server.cjs';

const NOT_TO_BE_HAD = 77;

const exitOf = (child) =>
  new Promise((resolve) => {
    child.on('error', () => resolve(127));
    child.on('exit', (code) => resolve(code ?? 1));
  });

const { server, problem } = await postgres.startPostgres();
if (problem) {
  console.error(`NOT RUN: ${problem}`);
  process.exit(NOT_TO_BE_HAD);
}
const [program, ...args] = process.argv.slice(2);
const child = spawn(program, args, {
  stdio: 'inherit',
  env: { ...process.env, CAIRN_TEST_POSTGRES: server.url, CAIRN_TEST_READ_STORE: 'postgres' },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
const code = await exitOf(child);
await server.remove();
process.exitCode = code;
