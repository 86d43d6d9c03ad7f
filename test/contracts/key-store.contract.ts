import { openKeyring, sealSecrets } from '@adapters/secrets';
import type { KeyStore, SecretSealer } from '@application/ports';

/** How the suite gets at one place for keys. */
export interface KeyStoreFixture {
  /** The same place once more, as another process or a later one has it. */
  readonly open: () => Promise<KeyStore>;
  readonly end: () => Promise<void>;
}

const MASTER = Buffer.alloc(32, 7);

/** What every place for wrapped keys must do. */
export const keyStoreContract = (name: string, prepare: () => Promise<KeyStoreFixture>): void => {
  describe(`keys in ${name}`, () => {
    let fixture: KeyStoreFixture;
    let [one, two]: KeyStore[] = [];
    const first = (): KeyStore => one as KeyStore;
    const second = (): KeyStore => two as KeyStore;
    beforeEach(async () => {
      fixture = await prepare();
      [one, two] = [await fixture.open(), await fixture.open()];
    });
    afterEach(() => fixture.end());

    const sealers = () =>
      [first(), second()].map((store) => sealSecrets(openKeyring(store, MASTER, { isShared: true })));

    it('has nothing at first', async () => {
      expect(await first().read('job-1')).toBeUndefined();
      expect(await first().owners()).toEqual([]);
      await first().remove('job-1');
    });

    it('shows what one process stored to the other, and to a later one', async () => {
      expect(await first().createUnlessThere('job-1', 'text of 1')).toBe(true);
      expect(await second().read('job-1')).toBe('text of 1');
      expect(await (await fixture.open()).read('job-1')).toBe('text of 1');
      expect(await second().read('job-11')).toBeUndefined();
    });

    it('leaves a text as it is', async () => {
      await first().createUnlessThere('job-1', 'old');
      expect(await second().createUnlessThere('job-1', 'new')).toBe(false);
      expect(await first().read('job-1')).toBe('old');
    });

    it('takes one of many texts that come at once', async () => {
      const stores = Array.from({ length: 12 }, (_, at) => (at % 2 ? first() : second()));
      const made = await Promise.all(stores.map((store, at) => store.createUnlessThere('job-1', `text ${at}`)));
      expect(made.filter(Boolean)).toHaveLength(1);
      expect(await second().read('job-1')).toBe(`text ${made.indexOf(true)}`);
    });

    it('removes for all, and takes a new text afterwards', async () => {
      await first().createUnlessThere('job-1', 'old');
      await second().remove('job-1');
      expect(await first().read('job-1')).toBeUndefined();
      expect(await first().createUnlessThere('job-1', 'new')).toBe(true);
      expect(await second().read('job-1')).toBe('new');
    });

    it('knows its owners whatever they are called', async () => {
      const names = ['job-1', '../../escape', '..', 'a/b', 'a%2Fb', 'ü', ''];
      for (const owner of names) await first().createUnlessThere(owner, `of ${owner}`);
      expect([...(await second().owners())].sort()).toEqual([...names].sort());
      for (const owner of names) expect(await second().read(owner)).toBe(`of ${owner}`);
    });

    it('gives two processes that seal at once one key per owner', async () => {
      const [mine, other] = sealers() as [SecretSealer, SecretSealer];
      const sealed = await Promise.all(
        Array.from({ length: 20 }, (_, at) => (at % 2 ? mine : other).seal('job-1', `f${at}`, `secret ${at}`)),
      );
      expect(new Set(sealed.map((value) => value.sealed.kid)).size).toBe(1);
      const opened = sealed.map((value, at) => (at % 2 ? other : mine).open('job-1', `f${at}`, value));
      expect(await Promise.all(opened)).toEqual(sealed.map((_, at) => `secret ${at}`));
    });

    it('lets no process open what another one has shredded, however often it did before', async () => {
      const [mine, other] = sealers() as [SecretSealer, SecretSealer];
      const sealed = await mine.seal('job-1', 'f', 'secret');
      expect(await mine.open('job-1', 'f', sealed)).toBe('secret');
      await other.shred('job-1');
      await expect(mine.open('job-1', 'f', sealed)).rejects.toThrow('gone');
      await mine.seal('job-1', 'f', 'new');
      await expect(other.open('job-1', 'f', sealed)).rejects.toThrow('gone');
    });
  });
};
