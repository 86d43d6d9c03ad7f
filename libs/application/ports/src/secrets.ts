import type { Sealed } from '@domain/kernel';

/** Seals secrets before they enter an event. One data key per owner (a stream name), wrapped by a master key outside the log. */
export interface SecretSealer {
  seal(owner: string, field: string, plain: string): Promise<Sealed>;
  /** @throws when the owner's key is gone (shredded) or the text was tampered with */
  open(owner: string, field: string, sealed: Sealed): Promise<string>;
  /** The same secret, readable under another owner: a job's copy of a node's answer. */
  reseal(from: { owner: string; field: string }, to: { owner: string; field: string }, sealed: Sealed): Promise<Sealed>;
  /** Deletes the owner's key: its secrets can never be read again. */
  shred(owner: string): Promise<void>;
}

/** Password hashes of users. */
export interface PasswordHasher {
  hash(plain: string): Promise<string>;
  verify(hash: string, plain: string): Promise<boolean>;
  /** Made at another cost than hashes are made at today. */
  isOutdated(hash: string): boolean;
}
