import { argon2Passwords } from './argon2-passwords.js';

describe('argon2 passwords', () => {
  const passwords = argon2Passwords();

  it('verifies the password it hashed and no other', async () => {
    const hash = await passwords.hash('päss');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwords.verify(hash, 'päss')).toBe(true);
    expect(await passwords.verify(hash, 'pass')).toBe(false);
  });

  it('tells hashes of another cost from those of today', async () => {
    const hash = await passwords.hash('x');
    expect(passwords.isOutdated(hash)).toBe(false);
    expect(passwords.isOutdated(hash.replace('t=2', 't=1'))).toBe(true);
    expect(passwords.isOutdated(hash.replace('argon2id', 'argon2i'))).toBe(true);
  });

  it('salts: the same password never has the same hash', async () => {
    expect(await passwords.hash('x')).not.toBe(await passwords.hash('x'));
  });

  it.each(['', 'secret', '$encrypted$'])('verifies nothing against %j', async (stored) => {
    expect(await passwords.verify(stored, stored)).toBe(false);
  });

  it('serves everyone when many come at once', async () => {
    const hash = await passwords.hash('x');
    const results = await Promise.all(Array.from({ length: 8 }, (_, i) => passwords.verify(hash, i % 2 ? 'x' : 'y')));
    expect(results).toEqual([false, true, false, true, false, true, false, true]);
  });
});
