import { dirname, join } from 'node:path';
import type { RunCredential, RunRequest } from '@application/ports';
import { type PreparedRun, RunRefused, type Surroundings } from './prepared-run.js';
import { withoutPasswords } from './shown-urls.js';

type Checkout = NonNullable<RunRequest['checkout']>;

/**
 * Brings a working copy to a revision. Every value is a positional argument, quoted, and comes after `--` where git takes options;
 * none begins with a dash. A branch is the remote's branch first, then a tag or a commit.
 */
const SCRIPT = `
set -e
git=$1 path=$2 url=$3 branch=$4 refspec=$5 clean=$6 fresh=$7 submodules=$8 revision=$9
if [ "$fresh" = yes ]; then rm -rf -- "$path"; fi
if [ ! -d "$path/.git" ]; then
  mkdir -p -- "$path"
  "$git" -C "$path" init --quiet
fi
cd -- "$path"
"$git" config --replace-all remote.origin.url "$url"
"$git" config --replace-all remote.origin.fetch '+refs/heads/*:refs/remotes/origin/*'
if [ -n "$refspec" ]; then "$git" config --add remote.origin.fetch "$refspec"; fi
"$git" fetch --force --prune --tags -- origin
if [ -n "$branch" ]; then
  target=$branch
else
  "$git" remote set-head origin --auto >/dev/null
  target=$("$git" rev-parse --abbrev-ref origin/HEAD)
  target=\${target#origin/}
fi
commit=$("$git" rev-parse --verify --quiet --end-of-options "refs/remotes/origin/$target^{commit}" ||
  "$git" rev-parse --verify --quiet --end-of-options "$target^{commit}") || {
  echo "Failed to checkout $target" >&2
  exit 1
}
if [ "$clean" = yes ]; then
  "$git" reset --quiet --hard
  "$git" clean -ffdx
fi
"$git" checkout --quiet --detach "$commit"
if [ -f .gitmodules ]; then
  if [ "$submodules" = yes ]; then "$git" submodule update --init --recursive --remote
  else "$git" submodule update --init --recursive; fi
fi
echo "$commit" >"$revision"
echo "HEAD is now at $commit"
`;

const PROTOCOLS = 'file:git:http:https:ssh';

/** A project update: real git, without questions, limited to known protocols; credentials only in private files. */
export const prepareCheckout = ({ request, directory, programs, environment }: Surroundings): PreparedRun => {
  const { checkout } = request;
  if (!checkout) throw new RunRefused('The project update has no checkout.');
  const address = withoutLogin(checkout.url);
  const argv = [
    '/bin/sh',
    '-c',
    SCRIPT,
    'cairn-checkout',
    programs.git,
    ...values(checkout, address.url),
    join(directory, 'revision'),
  ];
  const secrets = secretFiles(checkout.credential, address);
  const inside = (name: string): string => join(directory, 'in', name);
  const env = {
    ...environment,
    PATH: '/usr/bin:/bin',
    HOME: inside('home'),
    LANG: 'C.UTF-8',
    CAIRN_RUN: directory,
    GIT_TERMINAL_PROMPT: '0',
    GIT_ALLOW_PROTOCOL: PROTOCOLS,
    GIT_SSH_COMMAND: sshCommand(secrets.has('in/key') ? inside('key') : null),
    GIT_ASKPASS: inside('askpass.sh'),
    SSH_ASKPASS: inside('askpass.sh'),
    SSH_ASKPASS_REQUIRE: 'force',
    CAIRN_SECRETS: inside('answers'),
    JOB_ID: String(request.jobId),
  };
  return { argv, cwd: dirname(directory), env, shownEnv: shown(env), files: secrets };
};

const values = (checkout: Checkout, url: string): readonly string[] => {
  const { path, branch, refspec } = checkout;
  for (const [what, value] of Object.entries({ path, url, branch, refspec })) {
    if (value.startsWith('-') || /[\0\n]/.test(value))
      throw new RunRefused(`The ${what} of the project may not be ${JSON.stringify(value)}.`);
  }
  if (/^[A-Za-z0-9+.-]*::/.test(url))
    throw new RunRefused('The url of the project names a transport that is not allowed.');
  return [path, url, branch, refspec, yes(checkout.clean), yes(checkout.deleteFirst), yes(checkout.trackSubmodules)];
};

const yes = (value: boolean): string => (value ? 'yes' : 'no');

interface Address {
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

/** The process list shows addresses: user and password of `https://user:password@host` leave it. ssh keeps its user name. */
const withoutLogin = (url: string): Address => {
  const match = /^(https?:\/\/)([^/@]*)@(.*)$/i.exec(url) ?? /^(ssh:\/\/[^/@:]*):([^/@]*)@(.*)$/i.exec(url);
  if (!match) return { url, username: '', password: '' };
  const [, start = '', login = '', rest = ''] = match;
  if (/^ssh/i.test(start)) return { url: `${start}@${rest}`, username: '', password: decoded(login) };
  const [username = '', ...password] = login.split(':');
  return { url: start + rest, username: decoded(username), password: decoded(password.join(':')) };
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Answers whatever git or ssh asks: the user name, the passphrase of the key, else the password. */
const ASKPASS = `#!/bin/sh
case "$1" in
  [Uu]sername*) cat "$CAIRN_SECRETS.username" ;;
  *passphrase*) cat "$CAIRN_SECRETS.passphrase" ;;
  *) cat "$CAIRN_SECRETS.password" ;;
esac
`;

const secretFiles = (credential: RunCredential | null, address: Address): ReadonlyMap<string, string> => {
  const input = (name: string): string => String(credential?.inputs[name] ?? '');
  const key = input('ssh_key_data');
  return new Map([
    ['in/askpass.sh', ASKPASS],
    ['in/answers.username', `${input('username') || address.username}\n`],
    ['in/answers.password', `${input('password') || address.password}\n`],
    ['in/answers.passphrase', `${input('ssh_key_unlock')}\n`],
    ...(key === '' ? [] : [['in/key', key.endsWith('\n') ? key : `${key}\n`] as const]),
  ]);
};

const sshCommand = (key: string | null): string => {
  const base = 'ssh -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR';
  return key === null ? base : `${base} -o IdentitiesOnly=yes -i '${key.replaceAll("'", "'\\''")}'`;
};

const shown = (env: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [name, withoutPasswords(value)]));
