#!/usr/bin/env node
// Makes a checkout ready to run, and does nothing when it already is. Built-in modules only: it runs before any install.
//   --build     also compile apps/ and libs/ into dist/
//   --ansible   also see to the programs that jobs need (ansible-core, git)
import { isBuilt, build } from './bootstrap/build.mjs';
import { withLock } from './bootstrap/lock.mjs';
import { nodeProblem } from './bootstrap/node-version.mjs';
import { arePackagesInstalled, installPackages } from './bootstrap/packages.mjs';
import { Failure, say } from './bootstrap/process.mjs';
import { haveTools, installTools } from './bootstrap/tools.mjs';

const flags = new Set(process.argv.slice(2));

const steps = [
  { isDone: arePackagesInstalled, run: installPackages },
  ...(flags.has('--ansible') ? [{ isDone: haveTools, run: installTools }] : []),
  ...(flags.has('--build') ? [{ isDone: isBuilt, run: build }] : []),
];

const bootstrap = async () => {
  const problem = nodeProblem();
  if (problem) throw new Failure(problem);
  if (steps.every((step) => step.isDone())) return;
  await withLock(async () => {
    // Asked again: whoever held the lock may have done it.
    for (const step of steps) if (!step.isDone()) await step.run();
  });
};

try {
  await bootstrap();
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  say(error.message);
  process.exitCode = 1;
}
