import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileKeyStore } from './file-key-store.js';
import { openKeyring } from './keyring.js';
import { masterKey } from './master-key.js';
import { sealSecrets } from './sealer.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cairn-keys-'));
});
afterEach(() => rm(directory, { recursive: true }));

const sealer = async (given: string | null = null) =>
  sealSecrets(openKeyring(await FileKeyStore.open(join(directory, 'owners')), await masterKey({ directory, given })));

describe('sealing secrets', () => {
  it.each(['', 'secret', 'päss wörd 🔑', 'x'.repeat(100_000)])('opens what it sealed', async (plain) => {
    const secrets = await sealer();
    expect(await secrets.open('credential-5', 'password', await secrets.seal('credential-5', 'password', plain))).toBe(
      plain,
    );
  });

  it('leaves no trace of the secret in the sealed value or on disk', async () => {
    const sealed = await (await sealer()).seal('credential-5', 'password', 'correct horse');
    const files = await readdir(join(directory, 'owners'));
    const contents = await Promise.all(files.map((file) => readFile(join(directory, 'owners', file), 'utf8')));
    for (const text of [JSON.stringify(sealed), ...contents]) {
      expect(text).not.toContain('correct horse');
      expect(text).not.toContain(Buffer.from('correct horse').toString('base64'));
    }
  });

  it('opens after a restart', async () => {
    const sealed = await (await sealer()).seal('credential-5', 'password', 'secret');
    expect(await (await sealer()).open('credential-5', 'password', sealed)).toBe('secret');
  });

  it('binds a value to its owner and field', async () => {
    const secrets = await sealer();
    const sealed = await secrets.seal('credential-5', 'password', 'secret');
    await secrets.seal('credential-6', 'password', 'other');
    await expect(secrets.open('credential-5', 'token', sealed)).rejects.toThrow();
    await expect(secrets.open('credential-6', 'password', sealed)).rejects.toThrow();
  });

  it.each(['iv', 'ct', 'tag'] as const)('refuses a value whose %s was changed', async (part) => {
    const secrets = await sealer();
    const { sealed, mac } = await secrets.seal('credential-5', 'password', 'secret');
    const bytes = Buffer.from(sealed[part], 'base64');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    const forged = { sealed: { ...sealed, [part]: bytes.toString('base64') }, mac };
    await expect(secrets.open('credential-5', 'password', forged)).rejects.toThrow();
  });

  it('refuses a shortened authentication tag', async () => {
    const secrets = await sealer();
    const { sealed, mac } = await secrets.seal('credential-5', 'password', 'secret');
    const tag = Buffer.from(sealed.tag, 'base64').subarray(0, 4).toString('base64');
    await expect(secrets.open('credential-5', 'password', { sealed: { ...sealed, tag }, mac })).rejects.toThrow();
  });

  it('gives equal secrets equal macs under any owner, and never the same ciphertext', async () => {
    const secrets = await sealer();
    const one = await secrets.seal('job-1', 'extra_vars.pw', 'secret');
    const two = await secrets.seal('job-2', 'survey.pw', 'secret');
    const other = await secrets.seal('job-2', 'survey.pw', 'secret2');
    expect(two.mac).toBe(one.mac);
    expect(other.mac).not.toBe(one.mac);
    expect(two.sealed.ct).not.toBe(one.sealed.ct);
  });

  it('reseals for another owner, which outlives the first', async () => {
    const secrets = await sealer();
    const [from, to] = [
      { owner: 'wfjt-1', field: 'pw' },
      { owner: 'job-2', field: 'pw' },
    ];
    const copy = await secrets.reseal(from, to, await secrets.seal(from.owner, from.field, 'secret'));
    await secrets.shred('wfjt-1');
    expect(await secrets.open('job-2', 'pw', copy)).toBe('secret');
  });

  it('never opens what was shredded, not even when the owner seals again', async () => {
    const secrets = await sealer();
    const sealed = await secrets.seal('credential-5', 'password', 'secret');
    await secrets.shred('credential-5');
    await secrets.shred('credential-5');
    await expect(secrets.open('credential-5', 'password', sealed)).rejects.toThrow('gone');
    await secrets.seal('credential-5', 'password', 'new');
    await expect(secrets.open('credential-5', 'password', sealed)).rejects.toThrow('gone');
    await expect((await sealer()).open('credential-5', 'password', sealed)).rejects.toThrow('gone');
  });

  it('makes one key per owner however many seal at once, in however many processes', async () => {
    const [one, two] = await Promise.all([sealer(), sealer()]);
    const sealed = await Promise.all(
      Array.from({ length: 40 }, (_, i) => (i % 2 ? one : two).seal('credential-5', `f${i}`, `secret ${i}`)),
    );
    expect(new Set(sealed.map((value) => value.sealed.kid)).size).toBe(1);
    const opened = await Promise.all(sealed.map((value, i) => two.open('credential-5', `f${i}`, value)));
    expect(opened).toEqual(sealed.map((_, i) => `secret ${i}`));
    expect(await readdir(join(directory, 'owners'))).toEqual(['credential-5.key']);
  });

  it('keeps an owner of any name inside its directory, readable to nobody else', async () => {
    const secrets = await sealer();
    for (const owner of ['../../escape', '..', 'a/b', 'a%2Fb', '']) {
      expect(await secrets.open(owner, 'f', await secrets.seal(owner, 'f', owner))).toBe(owner);
    }
    const files = await readdir(join(directory, 'owners'));
    expect(files).toHaveLength(5);
    for (const file of [join('owners', files[0] ?? ''), 'master']) {
      expect((await stat(join(directory, file))).mode & 0o777).toBe(0o600);
    }
  });

  it('opens nothing under another master key', async () => {
    const sealed = await (await sealer()).seal('credential-5', 'password', 'secret');
    const stranger = await sealer(Buffer.alloc(32, 7).toString('base64'));
    await expect(stranger.open('credential-5', 'password', sealed)).rejects.toThrow();
  });

  it.each(['', 'short', Buffer.alloc(31).toString('base64'), '!'.repeat(44)])(
    'refuses a master key of the wrong form without quoting it',
    async (text) => {
      const failure = await masterKey({ directory, given: text }).catch((error: unknown) => String(error));
      expect(failure).toContain('is not base64 of 32 bytes');
      if (text) expect(failure).not.toContain(text);
    },
  );
});
