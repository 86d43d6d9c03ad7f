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
  private readonly cut = new Map<string, number>();
  private readonly listeners = new Set<() => void>();

  /** What is left of a stream; undefined when it was never there. */
  stream(name: string): readonly Kept[] | undefined {
    const first = this.cut.get(name) ?? 0;
    const events = this.streams.get(name);
    return first === 0 ? events : events?.slice(first);
  }

  revision(name: string): Expected {
    const stream = this.streams.get(name);
    return stream ? stream.length - 1 : 'no-stream';
  }

  /** The event that a link names. */
  linked(link: Kept): Kept | undefined {
    const [, revision, stream] = /^(\d+)@(.+)$/s.exec(Buffer.from(link.data).toString('utf8')) ?? [];
    return this.streams.get(stream ?? '')?.[Number(revision)];
  }

  /** Index in `all` of the first event behind a place. */
  indexAfter(place: bigint): number {
    const index = place / STEP;
    return index < this.all.length ? Number(index) : this.all.length;
  }

  /** As the server decides: the ids at exactly the expected places make an append a repeat, however old it is. */
  append(name: string, expected: Expected, events: readonly Proposed[]): Outcome {
    const stream = this.streams.get(name) ?? [];
    const next = expected === 'no-stream' ? 0 : expected + 1;
    if (stream.length !== next) {
      const there = stream.slice(next, next + events.length);
      const isRepeat = there.length === events.length && there.every(({ id }, index) => id === events[index]?.id);
      return isRepeat ? { written: there } : { actual: this.revision(name) };
    }
    const written = events.map((event, index) => ({
      ...event,
      ...{ stream: name, revision: next + index, place: STEP * BigInt(this.all.length + 1 + index) },
    }));
    this.all.push(...written);
    stream.push(...written);
    this.streams.set(name, stream);
    for (const tell of this.listeners) tell();
    return { written };
  }

  /** Everything that the stream has now is no longer to be read. */
  truncate(name: string): void {
    this.cut.set(name, this.streams.get(name)?.length ?? 0);
  }

  /** Calls back after each append until the answer is called. */
  listen(tell: () => void): () => void {
    this.listeners.add(tell);
    return () => this.listeners.delete(tell);
  }
}
