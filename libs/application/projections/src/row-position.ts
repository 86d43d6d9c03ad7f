import type { Position } from '@application/ports';

interface Waiter {
  readonly position: Position;
  readonly resolve: () => void;
}

/** How far the rows of the read models reach, and who waits for them to reach further (read your own writes). */
export class RowPosition {
  private position: Position | undefined;
  private waiters: Waiter[] = [];

  get current(): Position | undefined {
    return this.position;
  }

  /** Rows hold everything up to here; a position that was passed already changes nothing. */
  advance(position: Position): void {
    if (this.isAt(position)) return;
    this.position = position;
    if (this.waiters.length === 0) return;
    const [done, waiting] = partition(this.waiters, (waiter) => this.isAt(waiter.position));
    this.waiters = waiting;
    for (const waiter of done) waiter.resolve();
  }

  /** Resolves true once rows include `position`, false after `milliseconds`. */
  async reached(position: Position | undefined, milliseconds: number): Promise<boolean> {
    if (position === undefined || this.isAt(position)) return true;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.waiters = this.waiters.filter((waiter) => waiter !== entry);
        resolve(false);
      }, milliseconds);
      const entry: Waiter = {
        position,
        resolve: () => {
          clearTimeout(timer);
          resolve(true);
        },
      };
      this.waiters.push(entry);
    });
  }

  private isAt(position: Position): boolean {
    return this.position !== undefined && this.position >= position;
  }
}

const partition = <T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] => {
  const yes: T[] = [];
  const no: T[] = [];
  for (const item of items) (test(item) ? yes : no).push(item);
  return [yes, no];
};
