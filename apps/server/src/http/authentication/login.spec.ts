import type { Account } from './accounts.js';
import { Login } from './login.js';

const viewer = { id: 2, username: 'ann', isSuperuser: false, isSystemAuditor: false };

const world = () => {
  const accounts = new Map<string, Account>([['ann', { viewer, passwordHash: 'hash of pw' }]]);
  const verified: string[] = [];
  const time = { now: 0 };
  const login = new Login(
    { find: async (username) => accounts.get(username) },
    {
      hash: async (plain) => `hash of ${plain}`,
      verify: async (hash, plain) => {
        verified.push(plain);
        return hash === `hash of ${plain}`;
      },
    },
    () => time.now,
  );
  return { accounts, verified, time, login };
};
const right = { username: 'ann', password: 'pw' };
const wrong = { username: 'ann', password: 'no' };

describe('login', () => {
  it('hashes a right password once, and a wrong one every time', async () => {
    const { login, verified } = world();
    expect(await login.viewer(right)).toEqual(viewer);
    expect(await login.viewer(right)).toEqual(viewer);
    expect(await login.viewer(wrong)).toBeUndefined();
    expect(await login.viewer(wrong)).toBeUndefined();
    expect(verified).toEqual(['pw', 'no', 'no']);
  });

  it('hashes once when many connections ask at once', async () => {
    const { login, verified } = world();
    const viewers = await Promise.all(Array.from({ length: 20 }, () => login.viewer(right)));
    expect(viewers).toEqual(Array.from({ length: 20 }, () => viewer));
    expect(verified).toEqual(['pw']);
  });

  it('forgets after a while', async () => {
    const { login, verified, time } = world();
    await login.viewer(right);
    time.now = 60_001;
    await login.viewer(right);
    expect(verified).toEqual(['pw', 'pw']);
  });

  it('refuses the old password as soon as it is changed', async () => {
    const { login, accounts } = world();
    await login.viewer(right);
    accounts.set('ann', { viewer, passwordHash: 'hash of new' });
    expect(await login.viewer(right)).toBeUndefined();
    expect(await login.viewer({ ...right, password: 'new' })).toEqual(viewer);
  });

  it('refuses a deleted user at once, and sees changed rights at once', async () => {
    const { login, accounts } = world();
    await login.viewer(right);
    accounts.set('ann', { viewer: { ...viewer, isSuperuser: true }, passwordHash: 'hash of pw' });
    expect((await login.viewer(right))?.isSuperuser).toBe(true);
    accounts.delete('ann');
    expect(await login.viewer(right)).toBeUndefined();
  });

  it('takes the same trouble with an unknown name', async () => {
    const { login, verified } = world();
    expect(await login.viewer({ username: 'nobody', password: 'pw' })).toBeUndefined();
    expect(verified).toEqual(['pw']);
  });

  it('remembers a limited number of users', async () => {
    const { login, accounts, verified } = world();
    for (let i = 0; i <= 1000; i += 1) {
      accounts.set(`u${i}`, { viewer, passwordHash: 'hash of pw' });
      await login.viewer({ username: `u${i}`, password: 'pw' });
    }
    verified.length = 0;
    await login.viewer({ username: 'u0', password: 'pw' });
    await login.viewer({ username: 'u1000', password: 'pw' });
    expect(verified).toEqual(['pw']);
  });
});
