import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Leader of a run's process group; outlives the server. Claims the attempt by an atomic `mkdir`, so that whoever comes second
 * leaves; tells its process id and start time; removes the inputs (secrets) as soon as the command has ended; the exit status
 * appears whole, by rename. Signals to the group must end the command but not this.
 */
const WRAPPER = `
umask 077
dir=$1; shift
mkdir "$dir/started" 2>/dev/null || exit 75
trap : HUP INT TERM
tell() { shift 21; echo "$$ $1" >"$dir/pid"; }
read -r stat </proc/$$/stat
tell $stat
"$@" >>"$dir/output" 2>&1 </dev/null
status=$?
rm -rf "$dir/in"
echo "$status" >"$dir/status.new"
mv "$dir/status.new" "$dir/status"
`;

export interface Command {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Starts the wrapper of `command` for the run in `directory`, detached. Rejects when no process could be made. */
export const startWrapper = async (directory: string, command: Command): Promise<ChildProcess> => {
  const child = spawn('/bin/sh', ['-c', WRAPPER, 'cairn-run', directory, ...command.argv], {
    cwd: command.cwd,
    env: command.env,
    detached: true,
    stdio: 'ignore',
  });
  await once(child, 'spawn');
  child.unref();
  return child;
};
