import { createHash } from 'node:crypto';
import { canonicalAddress, networkOf } from '@application/callbacks';

/** Wrong passwords that cost nothing: people mistype. */
const FREE = 5;
const FIRST_MS = 1_000;
/** Short enough that nobody can lock another one out, long enough that guessing gets nowhere. */
const LONGEST_MS = 30_000;
const FORGOTTEN_MS = 15 * 60_000;
const MOST_REMEMBERED = 10_000;

interface Attempts {
  readonly failures: number;
  readonly last: number;
}

/** Who tries to log in, and from where. */
export interface Attempt {
  readonly username: string;
  readonly address: string;
}

/**
 * Holds off who gives wrong passwords for an account from one address, longer and longer. Others are not touched: a
 * stranger who guesses the password of `admin` waits, and `admin` does not.
 */
export class BackOff {
  private readonly attempts = new Map<string, Attempts>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Milliseconds until the next attempt is looked at; 0: now. */
  wait(attempt: Attempt): number {
    const { failures, last } = this.of(attempt);
    const delay = failures < FREE ? 0 : Math.min(FIRST_MS * 2 ** (failures - FREE), LONGEST_MS);
    return Math.max(0, last + delay - this.now());
  }

  /**
   * An attempt begins: it counts as failed until it has passed, so that many at once gain nothing.
   * @returns failures so far when with this one the holding off begins
   */
  begin(attempt: Attempt): number | undefined {
    const key = keyOf(attempt);
    const failures = this.of(attempt).failures + 1;
    this.attempts.delete(key);
    this.attempts.set(key, { failures, last: this.now() });
    const oldest = this.attempts.size > MOST_REMEMBERED ? this.attempts.keys().next().value : undefined;
    if (oldest !== undefined) this.attempts.delete(oldest);
    return failures === FREE ? failures : undefined;
  }

  passed(attempt: Attempt): void {
    this.attempts.delete(keyOf(attempt));
  }

  private of(attempt: Attempt): Attempts {
    const known = this.attempts.get(keyOf(attempt));
    return known && this.now() - known.last < FORGOTTEN_MS ? known : { failures: 0, last: -Infinity };
  }
}

/** Of one length, whatever name is sent; an IPv6 host cannot begin anew with each of its addresses. */
const keyOf = ({ username, address }: Attempt): string =>
  createHash('sha256')
    .update(JSON.stringify([username, networkOf(canonicalAddress(address))]))
    .digest('base64');
