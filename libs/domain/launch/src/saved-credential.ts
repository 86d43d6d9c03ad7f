import { className, exclusivityKey } from './credentials.js';
import type { CredentialRef, LaunchTarget } from './types.js';

/** Why a credential may not join a node or schedule; the code goes into `CredentialAssociationRefused`. */
export interface CredentialRefusal {
  readonly code:
    'null_template' | 'type_takes_none' | 'asks_password' | 'not_prompted' | 'duplicate_type' | 'already_on_template';
  /** Answered as `{"msg": …}` with 400. */
  readonly message: string;
}

/** The tests of spec launch.md §9.5, in AWX's order; null = it may join. Rights are checked before. */
export const savedCredentialRefusal = (
  target: Pick<LaunchTarget, 'kind' | 'asks' | 'credentials'> | null,
  credential: CredentialRef,
  present: readonly CredentialRef[],
): CredentialRefusal | null => {
  if (target === null) return refusal('null_template', 'Cannot assign credential when related template is null.');
  if (target.kind !== 'job_template') {
    return refusal('type_takes_none', 'Related template cannot accept credentials on launch.');
  }
  if (credential.passwordsNeeded.length > 0) {
    return refusal(
      'asks_password',
      'Credential that requires user input on launch cannot be used in saved launch configuration.',
    );
  }
  return target.asks.credentials === true
    ? clash(target.credentials, credential, present)
    : refusal('not_prompted', 'Related template is not configured to accept credentials on launch.');
};

const clash = (
  own: readonly CredentialRef[],
  credential: CredentialRef,
  present: readonly CredentialRef[],
): CredentialRefusal | null => {
  const key = exclusivityKey(credential);
  if (present.some((other) => exclusivityKey(other) === key)) {
    return refusal(
      'duplicate_type',
      `This launch configuration already provides a ${className(credential)} credential.`,
    );
  }
  return own.some(({ id }) => id === credential.id)
    ? refusal('already_on_template', `Related template already uses ${credential.name} credential.`)
    : null;
};

const refusal = (code: CredentialRefusal['code'], message: string): CredentialRefusal => ({ code, message });
