import { hashOf, newSecret } from '@application/random-secrets';
import type { FieldErrors } from '@domain/kernel';
import { textOf } from '../declaration/text.js';
import type { Draft, ResourceRules, Verdict } from '../declaration/rules.js';

const SCHEMES = ['http:', 'https:'];

/** Separated by white space. */
const urisIn = (text: string): readonly string[] => text.split(/\s+/).filter((uri) => uri !== '');

const problemOf = (uri: string): string | undefined => {
  if (!URL.canParse(uri)) return 'Enter a valid URL.';
  const { protocol, hash } = new URL(uri);
  if (hash !== '') return 'Redirect URIs must not contain fragments';
  return SCHEMES.includes(protocol) ? undefined : `Unauthorized redirect scheme: ${protocol.slice(0, -1)}`;
};

const redirectErrors = ({ next }: Draft): FieldErrors => {
  const uris = urisIn(textOf(next['redirect_uris']));
  const grant = textOf(next['authorization_grant_type']);
  if (uris.length === 0 && grant === 'authorization-code')
    return { __all__: [`redirect_uris cannot be empty with grant_type ${grant}`] };
  const problems = uris.flatMap((uri) => problemOf(uri) ?? []);
  return problems.length === 0 ? {} : { __all__: [...new Set(problems)] };
};

/** Only who can keep a secret has one; it is shown when it is made. */
const secretOf = ({ next, current }: Draft): Verdict => {
  if (next['client_type'] === 'public') return { set: { client_secret: null } };
  if (current && current['client_secret'] !== null) return {};
  const secret = newSecret();
  return { set: { client_secret: hashOf(secret) }, reveal: { client_secret: secret } };
};

/** The name an application goes by stays for ever, and so does the way it gets its tokens. */
const identityOf = ({ current }: Draft): Verdict['set'] =>
  current ? { authorization_grant_type: current['authorization_grant_type'] ?? '' } : { client_id: newSecret() };

export const applicationRules: ResourceRules = {
  check: (draft) => {
    const secret = secretOf(draft);
    return Promise.resolve({ ...secret, errors: redirectErrors(draft), set: { ...secret.set, ...identityOf(draft) } });
  },
};
