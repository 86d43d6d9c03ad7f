import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { PasswordHasher } from '@application/ports';
import type { Viewer } from '@domain/access';
import type { Account, Accounts } from './accounts.js';
import type { Credentials } from './basic-credentials.js';

/** A success is remembered so long, counted in milliseconds of a clock that never jumps. */
const REMEMBERED_FOR = 60_000;
const MOST_REMEMBERED = 1_000;

interface Remembered {
  readonly passwordHash: string;
  readonly fingerprint: Buffer;
  readonly until: number;
}

/**
 * Checks names and passwords. Hashing is slow on purpose and clients log in with every request, so a success is
 * remembered, as a keyed fingerprint under a key that dies with the process, and only for the hash it was checked against:
 * a changed password or a deleted user counts at once.
 */
export class Login {
  private readonly key = randomBytes(32);
  private readonly remembered = new Map<string, Remembered>();
  private readonly underWay = new Map<string, Promise<boolean>>();
  private readonly nobody: Promise<string>;

  constructor(
    private readonly accounts: Accounts,
    private readonly passwords: PasswordHasher,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.nobody = passwords.hash(randomBytes(18).toString('base64'));
    // It is awaited where it is needed; until then a failure is no crash.
    this.nobody.catch(() => undefined);
  }

  /** The viewer behind the credentials, or undefined. An unknown name takes as long as a wrong password. */
  async viewer({ username, password }: Credentials): Promise<Viewer | undefined> {
    const account = await this.accounts.find(username);
    const passes = await this.passes(username, account, password);
    return passes ? account?.viewer : undefined;
  }

  private async passes(username: string, account: Account | undefined, password: string): Promise<boolean> {
    const passwordHash = account?.passwordHash ?? (await this.nobody);
    const fingerprint = createHmac('sha256', this.key).update(password).digest();
    if (this.isRemembered(username, passwordHash, fingerprint)) return true;
    const passes = await this.verifyOnce(`${passwordHash} ${fingerprint.toString('base64')}`, passwordHash, password);
    if (passes) this.remember(username, { passwordHash, fingerprint, until: this.now() + REMEMBERED_FOR });
    return passes;
  }

  private isRemembered(username: string, passwordHash: string, fingerprint: Buffer): boolean {
    const entry = this.remembered.get(username);
    return (
      entry !== undefined &&
      entry.passwordHash === passwordHash &&
      entry.until > this.now() &&
      timingSafeEqual(entry.fingerprint, fingerprint)
    );
  }

  /** A client that opens many connections at once has its password hashed once. */
  private verifyOnce(key: string, passwordHash: string, password: string): Promise<boolean> {
    const running = this.underWay.get(key);
    if (running) return running;
    const started = this.passwords.verify(passwordHash, password).finally(() => this.underWay.delete(key));
    this.underWay.set(key, started);
    return started;
  }

  private remember(username: string, entry: Remembered): void {
    this.remembered.delete(username);
    this.remembered.set(username, entry);
    const oldest = this.remembered.size > MOST_REMEMBERED ? this.remembered.keys().next().value : undefined;
    if (oldest !== undefined) this.remembered.delete(oldest);
  }
}
