/** One task at a time per key, in the order they came; tasks of different keys do not wait for each other. */
export class KeyedTurns {
  private readonly tails = new Map<string, Promise<unknown>>();

  run<Result>(key: string, task: () => Promise<Result>): Promise<Result> {
    const result = this.tails.get(key)?.then(task) ?? task();
    const tail = result.then(ignore, ignore).then(() => {
      if (this.tails.get(key) === tail) this.tails.delete(key);
    });
    this.tails.set(key, tail);
    return result;
  }

  /** Keys with a task under way. */
  get busy(): number {
    return this.tails.size;
  }
}

/** The caller has the task's own promise; the queue only needs to know that it ended. */
const ignore = (): void => undefined;
