import { hkdfSync, randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decrypt, encrypt, type Box } from './aes-gcm.js';
import { isCode, removeDurably, writeDurably } from './durable-file.js';

/** The data key of one owner. `kid` names it, so that a key made after a shredding cannot pass for the old one. */
export interface OwnerKey {
  readonly kid: string;
  readonly key: Buffer;
}

/** Data keys, one per owner, each in a file of its own, wrapped by the master key. */
export interface Keyring {
  /** Key of the keyed hash that tells equal secrets; the same for all owners. */
  readonly macKey: Buffer;
  /** The owner's key, made and safely on disk when there was none. */
  obtain(owner: string): Promise<OwnerKey>;
  find(owner: string): Promise<OwnerKey | undefined>;
  destroy(owner: string): Promise<void>;
}

/** @param directory created (0700) when missing */
export const openKeyring = async (directory: string, master: Buffer): Promise<Keyring> => {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  return new FileKeyring(directory, derive(master, 'wrap'), derive(master, 'mac'));
};

/** Separate keys for separate uses, all from the one master key. */
const derive = (master: Buffer, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `cairn ${use}`, 32));

const MOST_KEPT = 10_000;

class FileKeyring implements Keyring {
  private readonly known = new Map<string, OwnerKey>();
  /** The last thing started per owner: one owner's making, finding and destroying never overlap. */
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(
    private readonly directory: string,
    private readonly wrapKey: Buffer,
    readonly macKey: Buffer,
  ) {}

  obtain(owner: string): Promise<OwnerKey> {
    return this.inTurn(owner, async () => (await this.read(owner)) ?? (await this.make(owner)));
  }

  find(owner: string): Promise<OwnerKey | undefined> {
    return this.inTurn(owner, () => this.read(owner));
  }

  destroy(owner: string): Promise<void> {
    return this.inTurn(owner, async () => {
      this.known.delete(owner);
      await removeDurably(this.fileOf(owner));
    });
  }

  private async read(owner: string): Promise<OwnerKey | undefined> {
    const known = this.known.get(owner);
    if (known) return known;
    const text = await this.textOf(owner);
    return text === undefined ? undefined : this.keep(owner, this.unwrap(owner, text));
  }

  private async make(owner: string): Promise<OwnerKey> {
    const made = { kid: randomBytes(8).toString('hex'), key: randomBytes(32) };
    const wrapped = { kid: made.kid, ...encrypt(this.wrapKey, made.key, [owner, made.kid]) };
    if (await writeDurably(this.fileOf(owner), JSON.stringify(wrapped))) return this.keep(owner, made);
    const theirs = await this.read(owner);
    if (!theirs) throw new Error(`the key of ${owner} was made and destroyed by another process`);
    return theirs;
  }

  private keep(owner: string, key: OwnerKey): OwnerKey {
    const oldest = this.known.size >= MOST_KEPT ? this.known.keys().next().value : undefined;
    if (oldest !== undefined) this.known.delete(oldest);
    this.known.set(owner, key);
    return key;
  }

  private unwrap(owner: string, text: string): OwnerKey {
    const { kid, ...box } = JSON.parse(text) as { kid: string } & Box;
    return { kid, key: decrypt(this.wrapKey, box, [owner, kid]) };
  }

  private async textOf(owner: string): Promise<string | undefined> {
    try {
      return await readFile(this.fileOf(owner), 'utf8');
    } catch (error) {
      if (isCode(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  /** Any owner is a safe file name, and no other owner has it. */
  private fileOf(owner: string): string {
    return join(this.directory, `${encodeURIComponent(owner).replaceAll('.', '%2E')}.key`);
  }

  private inTurn<Result>(owner: string, work: () => Promise<Result>): Promise<Result> {
    const turn = (this.turns.get(owner) ?? Promise.resolve()).then(work, work);
    this.turns.set(owner, turn);
    const leave = (): void => {
      if (this.turns.get(owner) === turn) this.turns.delete(owner);
    };
    turn.then(leave, leave);
    return turn;
  }
}
