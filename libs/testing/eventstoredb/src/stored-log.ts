/** An event as a server keeps it. */
export interface Kept {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  /** Counts bytes on a real server; here it only grows. */
  readonly place: bigint;
  readonly metadata: ReadonlyMap<string, string>;
  readonly customMetadata: Uint8Array;
  readonly data: Uint8Array;
}

export type Proposed = Pick<Kept, 'id' | 'metadata' | 'customMetadata' | 'data'>;

/** `any` and `exists` are what Cairn never asks for. */
export type Expected = number | 'no-stream';

export type Outcome = { readonly written: readonly Kept[] } | { readonly actual: number | 'no-stream' };

/** Bytes between two events, so that nobody counts on positions being neighbours. */
const STEP = 137n;

/** The server's memory: streams, the order of everything, and who wants to know of more. */
export class StoredLog {
  readonly all: Kept[] = [];
  private readonly streams = new Map<string, Kept[]>();
  private readonly listeners = new Set<() => void>();

  stream(name: string): readonly Kept[] {
    return this.streams.get(name) ?? [];
  }

  /** As the server decides: the ids at exactly the expected places make an append a repeat, however old it is. */
  append(name: string, expected: Expected, events: readonly Proposed[]): Outcome {
    const stream = this.streams.get(name) ?? [];
    const next = expected === 'no-stream' ? 0 : expected + 1;
    if (stream.length !== next) {
      const there = stream.slice(next, next + events.length);
      const isRepeat = there.length === events.length && there.every(({ id }, index) => id === events[index]?.id);
      return isRepeat ? { written: there } : { actual: stream.length === 0 ? 'no-stream' : stream.length - 1 };
    }
    const written = events.map((event, index) => ({
      ...event,
      ...{ stream: name, revision: next + index, place: STEP * BigInt(this.all.length + 1 + index) },
    }));
    this.all.push(...written);
    this.streams.set(name, [...stream, ...written]);
    for (const tell of this.listeners) tell();
    return { written };
  }

  /** Calls back after each append until the answer is called. */
  listen(tell: () => void): () => void {
    this.listeners.add(tell);
    return () => this.listeners.delete(tell);
  }
}
