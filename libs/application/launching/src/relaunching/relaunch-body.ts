import { type FieldErrors, isJsonObject, type Json, type JsonObject } from '@domain/kernel';
import { pythonText } from '@domain/launch';
import { type Passwords, typedIn } from '../manual/typed-passwords.js';

/** What may be said in a relaunch; prompts are not among it. */
export interface RelaunchBody {
  readonly hosts: 'all' | 'failed';
  readonly passwords: Passwords;
  readonly errors: FieldErrors;
}

/** @param needed keys of the passwords that the job's credentials ask for */
export const readRelaunchBody = (sent: JsonObject, needed: readonly string[]): RelaunchBody => {
  const { hosts = null, credential_passwords: own } = sent;
  const passwords = { ...(isJsonObject(own ?? null) && typedIn(sent)), ...topLevel(sent) };
  return {
    hosts: hosts === 'failed' ? 'failed' : 'all',
    passwords,
    errors: {
      ...hostsError(hosts),
      ...passwordError(
        own,
        needed.filter((key) => !passwords[key]),
      ),
    },
  };
};

const topLevel = ({ credential_passwords: _own, ...sent }: JsonObject): Passwords => typedIn(sent);

const hostsError = (hosts: Json): FieldErrors =>
  hosts === null || hosts === 'all' || hosts === 'failed'
    ? {}
    : { hosts: [`"${shown(hosts)}" is not a valid choice.`] };

const shown = (value: Json): string => (typeof value === 'string' ? value : pythonText(value));

const passwordError = (own: Json | undefined, lacking: readonly string[]): FieldErrors => {
  if (own === null) return { credential_passwords: ['This field may not be null.'] };
  if (own !== undefined && !isJsonObject(own))
    return { credential_passwords: ['Expected an object of passwords by name.'] };
  if (lacking.length === 0) return {};
  return { credential_passwords: [`Missing passwords needed to start: ${lacking.join(', ')}`] };
};
