import { setTimeout as pause } from 'node:timers/promises';

/** Parts that were started, stopped in the opposite order. A part that fails to stop does not keep the others from it. */
export class Shutdown {
  private readonly steps: (() => unknown)[] = [];
  private running: Promise<void> | undefined;

  constructor(private readonly onTrouble: (error: unknown) => void) {}

  /** `stop` is called before that of everything added earlier. */
  add(stop: () => unknown): void {
    this.steps.push(stop);
  }

  get hasBegun(): boolean {
    return this.running !== undefined;
  }

  /** Stops everything, once. */
  run(): Promise<void> {
    this.running ??= this.stopAll();
    return this.running;
  }

  /** Stops everything, but waits no longer than this for parts that may hang because of the failure. */
  async runWithin(milliseconds: number): Promise<void> {
    const giveUp = new AbortController();
    const late = pause(milliseconds, undefined, { signal: giveUp.signal }).then(
      () => this.onTrouble(new Error(`not stopped within ${milliseconds} ms`)),
      () => undefined,
    );
    await Promise.race([this.run(), late]);
    giveUp.abort();
  }

  private async stopAll(): Promise<void> {
    for (const stop of this.steps.reverse()) {
      try {
        await stop();
      } catch (error) {
        this.onTrouble(error);
      }
    }
  }
}
