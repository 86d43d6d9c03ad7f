import type { Clock } from '@application/ports';

/** How far the fine clock may drift from the wall clock (which is set from outside) before it is set anew, in ms. */
const TOLERANCE = 5;

/** Wall-clock time with microseconds. Two calls never give the same text, and never an earlier one, within one process. */
export class SystemClock implements Clock {
  private offset = NaN;
  private latest = 0;

  now(): string {
    this.latest = Math.max(this.latest + 1, this.microseconds());
    const milliseconds = Math.floor(this.latest / 1000);
    const rest = String(this.latest % 1000).padStart(3, '0');
    return `${new Date(milliseconds).toISOString().slice(0, -1)}${rest}Z`;
  }

  private microseconds(): number {
    const [wall, fine] = [Date.now(), performance.now()];
    const hasDrifted = !(Math.abs(fine + this.offset - wall) <= TOLERANCE);
    if (hasDrifted) this.offset = wall - fine;
    return Math.floor((fine + this.offset) * 1000);
  }
}
