import type { PasswordHasher } from '@application/ports';
import { Installation } from '@testing/installation';
import { PasswordRenewal } from './password-renewal.js';

const hasher: PasswordHasher = {
  hash: (plain) => Promise.resolve(`dear hash of ${plain}`),
  verify: () => Promise.resolve(true),
  isOutdated: (hash) => !hash.startsWith('dear '),
};

describe('renewing a password', () => {
  let cairn: Installation;
  beforeEach(async () => {
    cairn = await Installation.open();
  });
  afterEach(() => cairn.close());

  const stored = async (id: number) => (await cairn.resources.lookup.find('user', id))?.['password'];

  it('keeps it under the cost of today, once', async () => {
    const ann = await cairn.user('ann');
    const renewal = new PasswordRenewal(cairn.runner, hasher);
    await renewal.renew(ann, 'hash of secret', 'secret');
    expect(await stored(ann.id)).toBe('dear hash of secret');
    await renewal.renew(ann, 'dear hash of secret', 'other');
    expect(await stored(ann.id)).toBe('dear hash of secret');
  });

  it('does not bring back a password that was changed meanwhile', async () => {
    const ann = await cairn.user('ann');
    const change = { body: { password: 'new one' }, whole: false };
    await cairn.api.change({ kind: 'user', id: ann.id }, change, cairn.caller());
    await new PasswordRenewal(cairn.runner, hasher).renew(ann, 'hash of secret', 'secret');
    expect(await stored(ann.id)).toBe('hash of new one');
  });
});
