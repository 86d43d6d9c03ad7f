import type { EventLog, Executor, ReadStore } from '@application/ports';

/** What never comes back. */
const forever = (): Promise<never> => new Promise(() => undefined);

/**
 * One process of a server, in this one: its log, its store and its executor work until it dies. From then on nothing it does has
 * any effect, and nothing it waits for comes, as after a power cut.
 */
export class Life {
  private readonly ending = new AbortController();

  die(): void {
    this.ending.abort();
  }

  log(log: EventLog): EventLog {
    const subscribe: EventLog['subscribe'] = ({ signal, ...options }) =>
      log.subscribe({ ...options, signal: AbortSignal.any([signal, this.ending.signal]) });
    return this.mortal(Object.assign(Object.create(log) as EventLog, { subscribe }), ['append', 'readAll', 'head']);
  }

  store(store: ReadStore): ReadStore {
    return this.mortal(store, ['setNote']);
  }

  executor(executor: Executor): Executor {
    return this.mortal(executor, ['run', 'resume', 'cancel', 'forget']);
  }

  /** The object with these methods waiting for ever once this life is over. */
  private mortal<T extends object>(whole: T, methods: readonly (keyof T & string)[]): T {
    return new Proxy(whole, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        if (!methods.includes(name as keyof T & string)) return member.bind(target) as unknown;
        return (...values: readonly unknown[]): unknown =>
          this.ending.signal.aborted
            ? forever()
            : (member as (...values: readonly unknown[]) => unknown).apply(target, [...values]);
      },
    });
  }
}
