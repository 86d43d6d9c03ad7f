import type { Account } from './accounts.js';
import { type HeldOffNotice, Login } from './login.js';

const viewer = { id: 2, username: 'ann', isSuperuser: false, isSystemAuditor: false };

const world = () => {
  const accounts = new Map<string, Account>([['ann', { viewer, passwordHash: 'hash of pw' }]]);
  const verified: string[] = [];
  const notices: HeldOffNotice[] = [];
  const passed: unknown[] = [];
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
    {
      onHeldOff: (notice) => notices.push(notice),
      onPassed: async (...login) => void passed.push(login),
    },
  );
  return { accounts, verified, time, notices, passed, login };
};
const HERE = '192.0.2.7';
const right = { username: 'ann', password: 'pw' };
const wrong = { username: 'ann', password: 'no' };

describe('login', () => {
  it('hashes a right password once, and a wrong one every time', async () => {
    const { login, verified } = world();
    expect(await login.viewer(right, HERE)).toEqual(viewer);
    expect(await login.viewer(right, HERE)).toEqual(viewer);
    expect(await login.viewer(wrong, HERE)).toBeUndefined();
    expect(await login.viewer(wrong, HERE)).toBeUndefined();
    expect(verified).toEqual(['pw', 'no', 'no']);
  });

  it('hashes once when many connections ask at once', async () => {
    const { login, verified } = world();
    const viewers = await Promise.all(Array.from({ length: 20 }, () => login.viewer(right, HERE)));
    expect(viewers).toEqual(Array.from({ length: 20 }, () => viewer));
    expect(verified).toEqual(['pw']);
  });

  it('forgets after a while', async () => {
    const { login, verified, time } = world();
    await login.viewer(right, HERE);
    time.now = 60_001;
    await login.viewer(right, HERE);
    expect(verified).toEqual(['pw', 'pw']);
  });

  it('refuses the old password as soon as it is changed', async () => {
    const { login, accounts } = world();
    await login.viewer(right, HERE);
    accounts.set('ann', { viewer, passwordHash: 'hash of new' });
    expect(await login.viewer(right, HERE)).toBeUndefined();
    expect(await login.viewer({ ...right, password: 'new' }, HERE)).toEqual(viewer);
  });

  it('refuses a deleted user at once, and sees changed rights at once', async () => {
    const { login, accounts } = world();
    await login.viewer(right, HERE);
    accounts.set('ann', { viewer: { ...viewer, isSuperuser: true }, passwordHash: 'hash of pw' });
    expect((await login.viewer(right, HERE))?.isSuperuser).toBe(true);
    accounts.delete('ann');
    expect(await login.viewer(right, HERE)).toBeUndefined();
  });

  it('takes the same trouble with an unknown name', async () => {
    const { login, verified } = world();
    expect(await login.viewer({ username: 'nobody', password: 'pw' }, HERE)).toBeUndefined();
    expect(verified).toEqual(['pw']);
  });

  it('remembers a limited number of users', async () => {
    const { login, accounts, verified } = world();
    for (let i = 0; i <= 1000; i += 1) {
      accounts.set(`u${i}`, { viewer, passwordHash: 'hash of pw' });
      await login.viewer({ username: `u${i}`, password: 'pw' }, HERE);
    }
    verified.length = 0;
    await login.viewer({ username: 'u0', password: 'pw' }, HERE);
    await login.viewer({ username: 'u1000', password: 'pw' }, HERE);
    expect(verified).toEqual(['pw']);
  });

  it('holds off who guesses, without hashing and whatever he sends then, and tells it once', async () => {
    const { login, verified, notices } = world();
    for (let guess = 0; guess < 5; guess += 1) await login.viewer({ ...right, password: `guess ${guess}` }, HERE);
    verified.length = 0;
    for (const attempt of [wrong, right])
      await expect(login.viewer(attempt, HERE)).rejects.toMatchObject({ status: 401, headers: { 'retry-after': '1' } });
    expect(verified).toEqual([]);
    expect(notices).toEqual([{ viewer, address: HERE, failures: 5 }]);
    expect(await login.viewer(right, '192.0.2.8')).toEqual(viewer);
  });

  it('tells of a password that has passed, and of no other', async () => {
    const { login, passed } = world();
    await login.viewer(wrong, HERE);
    await login.viewer({ username: 'nobody', password: 'pw' }, HERE);
    expect(passed).toEqual([]);
    await login.viewer(right, HERE);
    expect(passed).toEqual([[viewer, 'hash of pw', 'pw']]);
  });

  it('counts guesses that come at once', async () => {
    const { login, verified } = world();
    const guesses = Array.from({ length: 50 }, (_, guess) => login.viewer({ ...right, password: `${guess}` }, HERE));
    const outcomes = await Promise.allSettled(guesses);
    expect(outcomes.filter(({ status }) => status === 'rejected').length).toBe(45);
    expect(verified.length).toBe(5);
  });

  it('does not hold off whose password it has just seen', async () => {
    const { login } = world();
    await login.viewer(right, HERE);
    for (let guess = 0; guess < 5; guess += 1) await login.viewer({ ...right, password: `guess ${guess}` }, HERE);
    expect(await login.viewer(right, HERE)).toEqual(viewer);
  });
});
