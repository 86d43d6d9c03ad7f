import type { Actor } from '@domain/kernel';

/** 0-based place of an event in its stream. */
export type Revision = number;
/** The revision of the last event the writer has seen. Always concrete: only then is a repeated append recognised on every store. */
export type ExpectedRevision = 'no-stream' | Revision;
/** Place in the whole log. Opaque, fixed width, ordered as text. */
export type Position = string & { readonly __position: unique symbol };

export interface EventMeta {
  /** One id for everything that follows from one outermost trigger. */
  readonly correlation: string;
  /** Id of the command or event that led here. */
  readonly causation: string;
  readonly actor: Actor;
  /** ISO 8601 UTC with microseconds; the decision's clock. */
  readonly at: string;
  /** HTTP request id, when a request led here. */
  readonly request?: string;
  /** Rule that allowed the command. */
  readonly authz?: { readonly rule: string; readonly via?: string };
  /** SHA-256 (hex) over the previous event's hash and this event: see hash-chain.ts. */
  readonly hash: string;
}

export interface NewEvent {
  /** UUID, deterministic: the same decision repeated has the same ids. */
  readonly id: string;
  readonly type: string;
  readonly schema: number;
  readonly data: object;
  readonly meta: EventMeta;
}

export interface StoredEvent extends NewEvent {
  readonly stream: string;
  readonly revision: Revision;
  readonly position: Position;
}

export interface Appended {
  /** Revision of the last event of this append. */
  readonly revision: Revision;
  /** Position of the last event of this append. */
  readonly position: Position;
  /** The very same events were there already; nothing was written. */
  readonly duplicate: boolean;
}

/** Both are optional; a filter selects on the store's side where it can. */
export interface LogFilter {
  readonly streamPrefixes?: readonly string[];
  readonly eventTypes?: readonly string[];
}

/** A run of events in log order, and how far the log has been looked at to find them (filters skip events). */
export interface LogBatch {
  readonly events: readonly StoredEvent[];
  readonly position: Position | undefined;
  /** True when nothing newer was known at that moment. */
  readonly caughtUp: boolean;
}

/**
 * The append-only log, the only truth. Adapters: memory, embedded SQLite, EventStoreDB; one contract suite for all.
 * No operation touches two streams. Events handed out are shared: never change them.
 */
export interface EventLog {
  /**
   * Durable when it resolves. A repeated append (same ids at the expected places) answers `duplicate: true`, however old.
   * @throws WrongExpectedRevision another writer was first: read again and decide again
   * @throws LogUnavailable retry with the same ids when `outcomeUnknown`
   * @throws LogRefused nothing was written, nor will be
   */
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended>;
  /** Events of one stream, forwards from `from` or backwards from the end; nothing when the stream does not exist. */
  readStream(
    stream: string,
    options?: { readonly from?: Revision; readonly direction?: 'forwards' | 'backwards'; readonly limit?: number },
  ): AsyncIterable<StoredEvent>;
  /** One page of the whole log after a position. */
  readAll(options?: {
    readonly after?: Position;
    readonly limit?: number;
    readonly filter?: LogFilter;
  }): Promise<LogBatch>;
  /**
   * The same backwards: a page of what is before a position (from the newest event without one), newest first. Its
   * `position` is the oldest one looked at; `caughtUp` when nothing older is left.
   */
  readBack(options?: {
    readonly before?: Position;
    readonly limit?: number;
    readonly filter?: LogFilter;
  }): Promise<LogBatch>;
  /** Everything after a position and then everything new, in order, until `signal` aborts. Ends normally on abort. */
  subscribe(options: {
    readonly after?: Position;
    readonly filter?: LogFilter;
    readonly signal: AbortSignal;
  }): AsyncIterable<LogBatch>;
  /** Position of the newest event; undefined for an empty log. */
  head(): Promise<Position | undefined>;
  close(): Promise<void>;
}

export class WrongExpectedRevision extends Error {
  override readonly name = 'WrongExpectedRevision';
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly actual: ExpectedRevision,
  ) {
    super(`${stream}: expected revision ${expected}, found ${actual}`);
  }
}

export class LogUnavailable extends Error {
  override readonly name = 'LogUnavailable';
  constructor(
    message: string,
    readonly outcomeUnknown: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The store answers, or would, but not as it is asked: wrong rights, a wrong connection string, too much at once. */
export class LogRefused extends Error {
  override readonly name = 'LogRefused';
}

/** The stored log cannot be read from here on; nothing is skipped, nothing is repaired. */
export class LogDamaged extends Error {
  override readonly name = 'LogDamaged';
  constructor(
    readonly position: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`event log damaged at position ${position}: ${reason}`, options);
  }
}

/** Another process has this log open for writing. */
export class LogLocked extends Error {
  override readonly name = 'LogLocked';
  constructor(
    readonly file: string,
    readonly holder: string,
  ) {
    super(`${file} is in use by ${holder}`);
  }
}
