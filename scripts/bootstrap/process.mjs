import { spawn } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** An expected end: its message is all the user needs to see. */
export class Failure extends Error {}

export const say = (line) => void process.stderr.write(`cairn: ${line}\n`);

/** What npm tells a script about its caller would mislead the npm, and the build, started from here. */
const environment = (extra) => {
  const inherited = Object.entries(process.env).filter(([name]) => !/^npm_(lifecycle|package)/.test(name));
  return { ...Object.fromEntries(inherited), ...extra };
};

/** A signal to the bootstrap ends the child too, and so the bootstrap, with the child's failure. */
const passSignals = (child) => {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const pass = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, pass);
  child.on('close', () => signals.forEach((signal) => process.off(signal, pass)));
};

/**
 * Runs a program in the checkout without standard input; its output goes to our standard error.
 * Resolves with whether it ended well.
 */
export const run = (program, args, extraEnvironment = {}) =>
  new Promise((done) => {
    const child = spawn(program, args, { cwd: ROOT, env: environment(extraEnvironment), stdio: ['ignore', 2, 2] });
    passSignals(child);
    child.on('error', (error) => {
      say(`${program}: ${error.message}`);
      done(false);
    });
    child.on('close', (code) => done(code === 0));
  });
