import type { ChildProcess } from 'node:child_process';
import type { Wakeable } from './follow.js';

/** A bell that ends a wait; a ring nobody waits for is kept for the next wait. */
export class Wake implements Wakeable {
  isCanceled = false;
  private rung = false;
  private listener: (() => void) | null = null;

  ring(): void {
    this.rung = true;
    this.listener?.();
  }

  /** Remembered even when the run has no directory yet. */
  cancel(): void {
    this.isCanceled = true;
    this.ring();
  }

  /** The parent learns of the end at once; whoever re-attached finds out by looking. */
  ringAtExitOf(child: ChildProcess): void {
    child.once('exit', () => this.ring());
    if (child.exitCode !== null || child.signalCode !== null) this.ring();
  }

  async wait(milliseconds: number): Promise<void> {
    if (!this.rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.listener = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.listener = null;
    this.rung = false;
  }
}
