import type { RunCredential } from '@application/ports';
import { type Injection, NOTHING, ended, textInput } from './injection.js';
import { withoutTemplate } from './playbook-arguments.js';

/** Loads a locked key into an agent that lives as long as the command. */
const UNLOCK = `
SSH_ASKPASS=$1 SSH_ASKPASS_REQUIRE=force /usr/bin/ssh-add -q "$2" </dev/null || exit
shift 2
exec "$@"
`;

const ASKPASS = '#!/bin/sh\ncat "$0.answer"\n';

/** User, passwords and key of a Machine credential. Secrets are in files of the private directory; options only name those. */
export const injectMachine = (credential: RunCredential, directory: string): Injection => {
  const input = (name: string): string => textInput(credential, name);
  const file = (name: string): string => `in/machine-${credential.id}-${name}`;
  const path = (name: string): string => `${directory}/${file(name)}`;
  const [key, passphrase] = [input('ssh_key_data'), input('ssh_key_unlock')];
  const isLocked = key !== '' && passphrase !== '';
  return {
    ...NOTHING,
    prefix: isLocked
      ? ['/usr/bin/ssh-agent', '/bin/sh', '-c', UNLOCK, 'cairn-agent', path('askpass.sh'), path('key')]
      : [],
    args: [
      `--user=${withoutTemplate('user name of the credential', input('username')) || 'root'}`,
      ...(input('password') === '' ? [] : [`--connection-password-file=${path('password')}`]),
      ...option('--become-method', withoutTemplate('escalation method of the credential', input('become_method'))),
      ...option('--become-user', withoutTemplate('escalation user of the credential', input('become_username'))),
      ...(input('become_password') === '' ? [] : [`--become-password-file=${path('become')}`]),
      ...(key === '' || isLocked ? [] : [`--private-key=${path('key')}`]),
    ],
    files: new Map([
      ...secret(file('password'), input('password')),
      ...secret(file('become'), input('become_password')),
      ...secret(file('key'), key),
      ...(isLocked ? [[file('askpass.sh'), ASKPASS] as const, ...secret(file('askpass.sh.answer'), passphrase)] : []),
    ]),
  };
};

const option = (name: string, value: string): readonly string[] => (value === '' ? [] : [`${name}=${value}`]);

const secret = (name: string, value: string): readonly (readonly [string, string])[] =>
  value === '' ? [] : [[name, ended(value)]];
