import type { PasswordHasher, SecretSealer } from '@application/ports';

/** Seals by turning the text round: enough to see that no plain secret gets out, and readable in a failing test. */
export const openSealer = (): SecretSealer => {
  const reversed = (text: string): string => [...text].reverse().join('');
  const seal: SecretSealer['seal'] = (owner, _field, plain) =>
    Promise.resolve({ sealed: { kid: owner, iv: '', ct: reversed(plain), tag: '' }, mac: `mac of ${plain.length}` });
  return {
    seal,
    open: (_owner, _field, { sealed }) => Promise.resolve(reversed(sealed.ct)),
    reseal: (_from, to, { sealed }) => seal(to.owner, to.field, reversed(sealed.ct)),
    shred: () => Promise.resolve(),
  };
};

/** Hashes without the cost that hides a password. */
export const plainHasher: PasswordHasher = {
  hash: (plain) => Promise.resolve(`hash of ${plain}`),
  verify: (hash, plain) => Promise.resolve(hash === `hash of ${plain}`),
  isOutdated: () => false,
};
