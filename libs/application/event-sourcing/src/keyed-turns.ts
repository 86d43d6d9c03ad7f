/** One task at a time per key, in the order they came; tasks of different keys do not wait for each other. */
export class KeyedTurns {
  private readonly tails = new Map<string, Promise<unknown>>();

  run<Result>(key: string, task: () => Promise<Result>): Promise<Result> {
    const result = this.tails.get(key)?.then(task) ?? task();
    const leave = (): void => {
      if (this.tails.get(key) === tail) this.tails.delete(key);
    };
    const tail: Promise<void> = result.then(leave, leave); // the caller has the task's own promise, with its failure
    this.tails.set(key, tail);
    return result;
  }

  isBusy(key: string): boolean {
    return this.tails.has(key);
  }

  /** Keys with a task under way. */
  get busy(): number {
    return this.tails.size;
  }
}
