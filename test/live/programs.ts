import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../scripts/running-server.cjs';

const run = promisify(execFile);

/** Runs one of the built programs (`bin/cairn verify …`) beside this process; what it said. Rejects unless it ends with 0. */
export const cairn = async (
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const { stdout, stderr } = await run(join(ROOT, 'bin/cairn'), words, {
    env: { ...process.env, ...environment },
    maxBuffer: 2 ** 28,
  });
  return stdout + stderr;
};
