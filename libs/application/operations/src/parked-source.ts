/** An event that kept failing and was put aside: where it lies and what went wrong, not what is in it. */
export interface ParkedWork {
  /** The process manager, or the group of consumers, that could not handle it. */
  readonly handler: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  /** When the event was recorded; null when that is not known. */
  readonly recorded: string | null;
  readonly error: string;
}

/** Where events are put aside. */
export interface ParkedSource {
  list(): Promise<readonly ParkedWork[]>;
  /** Without reading them: health asks this often. */
  count(): Promise<number>;
}
