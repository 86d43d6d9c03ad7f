import { hkdfSync, randomBytes } from 'node:crypto';
import type { KeyStore } from '@application/ports';
import { decrypt, encrypt, type Box } from './aes-gcm.js';

/** The data key of one owner. `kid` names it, so that a key made after a shredding cannot pass for the old one. */
export interface OwnerKey {
  readonly kid: string;
  readonly key: Buffer;
}

/** Data keys, one per owner, wrapped by the master key. */
export interface Keyring {
  /** Key of the keyed hash that tells equal secrets; the same for all owners. */
  readonly macKey: Buffer;
  /** The owner's key, made and safely stored when there was none. */
  obtain(owner: string): Promise<OwnerKey>;
  find(owner: string): Promise<OwnerKey | undefined>;
  destroy(owner: string): Promise<void>;
}

/** A stored key was wrapped by another master key, or is not what it was. */
export class KeyUnreadable extends Error {
  override readonly name = 'KeyUnreadable';
}

export interface KeyringOptions {
  /** Other processes use the same store: what one of them destroyed must be gone here too, so no key is kept in memory. */
  readonly isShared?: boolean;
}

/** The keys of a store, as this master key opens them. */
export const openKeyring = (store: KeyStore, master: Buffer, { isShared = false }: KeyringOptions = {}): Keyring =>
  new StoredKeyring(store, isShared ? 0 : MOST_KEPT, { wrap: derive(master, 'wrap'), mac: derive(master, 'mac') });

/** Separate keys for separate uses, all from the one master key. */
const derive = (master: Buffer, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `cairn ${use}`, 32));

const MOST_KEPT = 10_000;

class StoredKeyring implements Keyring {
  readonly macKey: Buffer;
  private readonly known = new Map<string, OwnerKey>();
  /** The last thing started per owner: one owner's making, finding and destroying never overlap. */
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(
    private readonly store: KeyStore,
    private readonly mostKept: number,
    private readonly keys: { readonly wrap: Buffer; readonly mac: Buffer },
  ) {
    this.macKey = keys.mac;
  }

  obtain(owner: string): Promise<OwnerKey> {
    return this.inTurn(owner, async () => (await this.read(owner)) ?? (await this.make(owner)));
  }

  find(owner: string): Promise<OwnerKey | undefined> {
    return this.inTurn(owner, () => this.read(owner));
  }

  destroy(owner: string): Promise<void> {
    return this.inTurn(owner, async () => {
      this.known.delete(owner);
      await this.store.remove(owner);
    });
  }

  private async read(owner: string): Promise<OwnerKey | undefined> {
    const known = this.known.get(owner);
    if (known) return known;
    const text = await this.store.read(owner);
    return text === undefined ? undefined : this.keep(owner, this.unwrap(owner, text));
  }

  private async make(owner: string): Promise<OwnerKey> {
    const made = { kid: randomBytes(8).toString('hex'), key: randomBytes(32) };
    const wrapped = { kid: made.kid, ...encrypt(this.keys.wrap, made.key, [owner, made.kid]) };
    if (await this.store.createUnlessThere(owner, JSON.stringify(wrapped))) return this.keep(owner, made);
    const theirs = await this.read(owner);
    if (!theirs) throw new Error(`the key of ${owner} was made and destroyed by another process`);
    return theirs;
  }

  private keep(owner: string, key: OwnerKey): OwnerKey {
    if (this.mostKept === 0) return key;
    const oldest = this.known.size >= this.mostKept ? this.known.keys().next().value : undefined;
    if (oldest !== undefined) this.known.delete(oldest);
    this.known.set(owner, key);
    return key;
  }

  private unwrap(owner: string, text: string): OwnerKey {
    const { kid, ...box } = JSON.parse(text) as { kid: string } & Box;
    try {
      return { kid, key: decrypt(this.keys.wrap, box, [owner, kid]) };
    } catch (cause) {
      throw new KeyUnreadable(`the key of ${owner} does not open under this master key`, { cause });
    }
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
