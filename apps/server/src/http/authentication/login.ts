import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { PasswordHasher } from '@application/ports';
import type { Viewer } from '@domain/access';
import { heldOff } from '../answers/http-refusal.js';
import type { Account, Accounts } from './accounts.js';
import { type Attempt, BackOff } from './back-off.js';
import type { Credentials } from './basic-credentials.js';

/** A success is remembered so long, counted in milliseconds of a clock that never jumps. */
const REMEMBERED_FOR = 60_000;
const MOST_REMEMBERED = 1_000;

/** Attempts on an account begin to be held off. */
export interface HeldOffNotice {
  /** null: nobody has this name. */
  readonly viewer: Viewer | null;
  readonly address: string;
  readonly failures: number;
}

/** What else happens at logins. */
export interface LoginHooks {
  readonly onHeldOff?: (notice: HeldOffNotice) => void;
  /** A password has passed against this hash; awaited, and never fails. */
  readonly onPassed?: (viewer: Viewer, passwordHash: string, password: string) => Promise<void>;
}

interface Remembered {
  readonly passwordHash: string;
  readonly fingerprint: Buffer;
  readonly until: number;
}

/**
 * Checks names and passwords. Hashing is slow on purpose and clients log in with every request, so a success is
 * remembered, as a keyed fingerprint under a key that dies with the process, and only for the hash it was checked against:
 * a changed password or a deleted user counts at once. Who goes on giving wrong passwords is held off.
 */
export class Login {
  private readonly key = randomBytes(32);
  private readonly remembered = new Map<string, Remembered>();
  private readonly underWay = new Map<string, Promise<boolean>>();
  private readonly nobody: Promise<string>;
  private readonly backOff: BackOff;

  constructor(
    private readonly accounts: Accounts,
    private readonly passwords: Pick<PasswordHasher, 'hash' | 'verify'>,
    private readonly now: () => number = () => performance.now(),
    private readonly hooks: LoginHooks = {},
  ) {
    this.backOff = new BackOff(now);
    this.nobody = passwords.hash(randomBytes(18).toString('base64'));
    // It is awaited where it is needed; until then a failure is no crash.
    this.nobody.catch(() => undefined);
  }

  /**
   * The viewer behind the credentials, or undefined. An unknown name takes as long as a wrong password.
   * @throws HttpRefusal 401 while attempts from this address are held off
   */
  async viewer({ username, password }: Credentials, address: string): Promise<Viewer | undefined> {
    const account = await this.accounts.find(username);
    const passes = await this.passes({ username, address }, account, password);
    return passes ? account?.viewer : undefined;
  }

  private async passes(attempt: Attempt, account: Account | undefined, password: string): Promise<boolean> {
    const { username } = attempt;
    const passwordHash = account?.passwordHash ?? (await this.nobody);
    const fingerprint = createHmac('sha256', this.key).update(password).digest();
    if (this.isRemembered(username, passwordHash, fingerprint)) return true;
    const key = `${passwordHash} ${fingerprint.toString('base64')}`;
    if (!this.underWay.has(key)) this.begin(attempt, account);
    const passes = await this.verifyOnce(key, passwordHash, password);
    if (passes) {
      this.backOff.passed(attempt);
      if (account) await this.hooks.onPassed?.(account.viewer, passwordHash, password);
      this.remember(username, { passwordHash, fingerprint, until: this.now() + REMEMBERED_FOR });
    }
    return passes;
  }

  private begin(attempt: Attempt, account: Account | undefined): void {
    const wait = this.backOff.wait(attempt);
    if (wait > 0) throw heldOff(wait);
    const failures = this.backOff.begin(attempt);
    if (failures !== undefined)
      this.hooks.onHeldOff?.({ viewer: account?.viewer ?? null, address: attempt.address, failures });
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
