import type { CredentialRef, Named } from './types.js';

/** What a job may have one of: a credential type, and for vaults with an id the type together with the id. */
export const exclusivityKey = ({ typeId, kind, vaultId }: CredentialRef): string =>
  kind === 'vault' && vaultId !== '' ? `${typeId}:${vaultId}` : String(typeId);

/** The class as messages name it: `Machine`, `Vault (id=prod)`. */
export const className = ({ typeName, kind, vaultId }: CredentialRef): string =>
  kind === 'vault' && vaultId !== '' ? `${typeName} (id=${vaultId})` : typeName;

/** The weaker list updated class by class: a replacement takes the place of what it replaces, the rest follows. */
export const mergeByClass = (
  weaker: readonly CredentialRef[],
  stronger: readonly CredentialRef[],
): readonly CredentialRef[] => {
  if (stronger.length === 0) return weaker;
  const merged = new Map(weaker.map((credential) => [exclusivityKey(credential), credential]));
  for (const credential of stronger) merged.set(exclusivityKey(credential), credential);
  return [...merged.values()];
};

/** Those of `list` whose id is not among `others`, each id once. */
export const withoutIds = <Item extends Named>(list: readonly Item[], others: readonly Named[]): readonly Item[] => {
  const seen = new Set(others.map(({ id }) => id));
  return list.filter(({ id }) => !seen.has(id) && seen.add(id));
};

/** Password keys that must be typed for these credentials, in their order. */
export const passwordsNeeded = (credentials: readonly CredentialRef[]): readonly string[] =>
  credentials.length === 0 ? [] : credentials.flatMap((credential) => credential.passwordsNeeded);

const KINDS_OF_JOBS = ['ssh', 'vault', 'cloud', 'net', 'kubernetes'];

/**
 * Messages under `credentials` for the complete list of a manual launch: no class twice, only kinds that jobs take, and no
 * credential of the template left out without a replacement (spec launch.md §4.2).
 */
export const manualListProblems = (
  template: readonly CredentialRef[],
  supplied: readonly CredentialRef[],
): readonly string[] => {
  const unique = withoutIds(supplied, []);
  return [...clashes(unique), ...foreignKinds(withoutIds(unique, template)), ...removals(template, unique)];
};

const clashes = (supplied: readonly CredentialRef[]): readonly string[] => {
  const seen = new Set<string>();
  return supplied
    .filter((credential) => {
      const key = exclusivityKey(credential);
      return seen.has(key) || !seen.add(key);
    })
    .map((credential) => `Cannot assign multiple ${className(credential)} credentials.`);
};

const foreignKinds = (added: readonly CredentialRef[]): readonly string[] =>
  added
    .filter(({ kind }) => !KINDS_OF_JOBS.includes(kind))
    .map(({ kind }) => `Cannot assign a Credential of kind \`${kind}\``);

const removals = (template: readonly CredentialRef[], supplied: readonly CredentialRef[]): readonly string[] => {
  const lacking = withoutIds(template, supplied);
  const provided = new Set(supplied.map(exclusivityKey));
  const names = lacking.map(({ id, name }) => `${name}-${id}`).join(', ');
  return lacking
    .filter((credential) => !provided.has(exclusivityKey(credential)))
    .map(
      (credential) =>
        `Removing ${className(credential)} credential at launch time without replacement is not supported. ` +
        `Provided list lacked credential(s): ${names}.`,
    );
};
