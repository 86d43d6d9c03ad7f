import { existsSync, mkdirSync } from 'node:fs';
import { PostgresKeyStore } from '@adapters/postgres';
import { openKeyring, sealSecrets } from '@adapters/secrets';
import { keyFiles, openKeys } from '../../apps/server/src/composition/keys.js';
import { placeOf } from '../../apps/server/src/composition/rows.js';
import { importKeys } from '../../apps/server/src/moving/import-keys.js';
import { SharedInstallation } from './shared-installation.js';

/** Keys and passwords of an installation whose processes have data directories of their own. */

const [OURS, THEIRS] = [7, 8].map((fill) => Buffer.alloc(32, fill).toString('base64')) as [string, string];

const fail = (error: Error): never => {
  throw error;
};

let cairn: SharedInstallation;
beforeAll(async () => {
  cairn = await SharedInstallation.open('keys');
}, 60_000);
afterAll(() => cairn.close());

it('a process with another master key, or none of its own, is refused when it starts', async () => {
  await cairn.start('first', { roles: ['api'] });
  await expect(cairn.start('second', { roles: ['api'], masterKey: THEIRS })).rejects.toThrow(
    'under another master key',
  );
  await expect(cairn.start('third', { roles: ['api'], masterKey: null })).rejects.toThrow(
    'third/keys/master is missing',
  );
  await cairn.start('fourth', { roles: ['worker'] });
});

it('a process makes no password for an admin that is there', async () => {
  const server = await cairn.start('fifth', { roles: ['api'], adminPassword: null });
  expect(existsSync(`${cairn.home.data}/fifth/admin-password`)).toBe(false);
  const { user, password } = cairn.home;
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  expect((await fetch(`${server.base}/api/v2/me/`, { headers: { authorization } })).status).toBe(200);
});

it('what a process sealed opens in the others, until one of them has shredded it', async () => {
  const [one, two] = await Promise.all(
    ['a', 'b'].map((name) => openKeys(cairn.settings(name), { isFirstStart: true, onLost: fail })),
  );
  if (!one || !two) throw new Error('two processes are needed');
  const [mine, other] = [sealSecrets(one.keyring), sealSecrets(two.keyring)];
  const sealed = await mine.seal('credential-5', 'password', 'secret');
  expect(await other.open('credential-5', 'password', sealed)).toBe('secret');
  await other.shred('credential-5');
  await expect(mine.open('credential-5', 'password', sealed)).rejects.toThrow('gone');
  await Promise.all([one.close(), two.close()]);
});

describe('keys that come from a data directory', () => {
  const data = () => `${cairn.home.data}/embedded`;
  const said: string[] = [];
  const bring = (more: Partial<Parameters<typeof importKeys>[0]> = {}) =>
    importKeys({ data: data(), masterKey: OURS, readStore: cairn.readStore, ...more }, (line) => said.push(line));

  it('are the same there, and stay closed to another master key', async () => {
    mkdirSync(`${data()}/keys`, { recursive: true });
    const embedded = sealSecrets(openKeyring(await keyFiles(data()), Buffer.from(OURS, 'base64')));
    const sealed = await embedded.seal('credential-9', 'password', 'old secret');
    await expect(bring({ masterKey: THEIRS })).rejects.toThrow('under another master key');
    await bring();
    await bring();
    expect(said).toEqual(['Imported: 1 keys; 0 were there already.', 'Imported: 0 keys; 1 were there already.']);
    const store = await PostgresKeyStore.open(placeOf(cairn.readStore), fail);
    const shared = sealSecrets(openKeyring(store, Buffer.from(OURS, 'base64'), { isShared: true }));
    expect(await shared.open('credential-9', 'password', sealed)).toBe('old secret');
    await store.close();
  });

  it('come from a place that has some, and go to one that is named', async () => {
    await expect(bring({ data: `${cairn.home.data}/nowhere` })).rejects.toThrow('there are no keys at');
    await expect(bring({ readStore: null })).rejects.toThrow('CAIRN_READ_STORE');
  });
});
