/**
 * What goes wrong with the next append. `dropped`: the call is cut off and nothing was written. `done-but-dropped`: it was
 * written, and the call is cut off before the answer. `silent`: nobody ever answers. The rest are refusals before anything
 * was written.
 */
export type AppendFault = 'dropped' | 'done-but-dropped' | 'unavailable' | 'not-leader' | 'done-but-late' | 'silent';

/** Faults in the order in which they shall happen. */
export class Faults {
  private readonly planned: AppendFault[] = [];
  private failingReads = 0;

  plan(...faults: readonly AppendFault[]): void {
    this.planned.push(...faults);
  }

  /** So many reads are refused because nobody is there. */
  failReads(reads: number): void {
    this.failingReads = reads;
  }

  isReadFailing(): boolean {
    this.failingReads -= 1;
    return this.failingReads >= 0;
  }

  next(): AppendFault | undefined {
    return this.planned.shift();
  }
}
