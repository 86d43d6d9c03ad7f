const BUCKETS = 64;
const EMPTY: ReadonlyMap<number, never> = new Map<number, never>();

/**
 * A map from ids to values that is never changed: `with` and `without` answer a new one and copy only the bucket of the key,
 * so that folding thousands of events over thousands of entries stays cheap. Iterates in no order that means anything.
 */
export class IntegerMap<V> {
  private static readonly none = new IntegerMap<never>(
    Array.from({ length: BUCKETS }, () => EMPTY),
    0,
  );

  private constructor(
    private readonly buckets: readonly ReadonlyMap<number, V>[],
    readonly size: number,
  ) {}

  static empty<V>(): IntegerMap<V> {
    return IntegerMap.none;
  }

  static of<V>(entries: Iterable<readonly [number, V]>): IntegerMap<V> {
    const buckets = Array.from<Map<number, V> | undefined>({ length: BUCKETS });
    for (const [key, value] of entries) (buckets[key % BUCKETS] ??= new Map<number, V>()).set(key, value);
    return new IntegerMap(
      buckets.map((bucket) => bucket ?? EMPTY),
      buckets.reduce((sum, bucket) => sum + (bucket?.size ?? 0), 0),
    );
  }

  get(key: number): V | undefined {
    return this.buckets[key % BUCKETS]?.get(key);
  }

  has(key: number): boolean {
    return this.buckets[key % BUCKETS]?.has(key) ?? false;
  }

  with(key: number, value: V): IntegerMap<V> {
    return this.replaced(key, (bucket) => bucket.set(key, value));
  }

  without(key: number): IntegerMap<V> {
    return this.has(key) ? this.replaced(key, (bucket) => bucket.delete(key)) : this;
  }

  *entries(): Generator<readonly [number, V]> {
    for (const bucket of this.filled()) yield* bucket;
  }

  *values(): Generator<V> {
    for (const bucket of this.filled()) yield* bucket.values();
  }

  /** Most maps are small, and walked often. */
  private filled(): readonly ReadonlyMap<number, V>[] {
    return this.buckets.filter(({ size }) => size > 0);
  }

  private replaced(key: number, change: (bucket: Map<number, V>) => void): IntegerMap<V> {
    const before = this.buckets[key % BUCKETS];
    if (before === undefined) throw new RangeError(`not an id: ${String(key)}`);
    const bucket = new Map(before);
    change(bucket);
    return new IntegerMap(this.buckets.with(key % BUCKETS, bucket), this.size + bucket.size - before.size);
  }
}
