/** What an import found to do. */
export interface Found<Result> {
  readonly result: Result;
  /** Items that were there before: those of an import that was interrupted. */
  readonly present: number;
}

/** What keeps an import from going on. Both throw. */
export interface Objections<Item> {
  /** Unless these are the same. */
  readonly expectSame: (stored: Item, incoming: Item) => void;
  /** The goal goes on where the file ends. */
  readonly refuseMore: (stored: Item, incoming: number) => void;
}

/**
 * Of what comes in, that which a goal does not hold yet: it must hold the first part of the very same items, in the same order, and
 * nothing else.
 */
export async function* beyond<Item, Result>(
  incoming: AsyncGenerator<Item, Result>,
  stored: AsyncIterator<Item>,
  { expectSame, refuseMore }: Objections<Item>,
): AsyncGenerator<Item, Found<Result>> {
  let [present, seen] = [0, 0];
  for (let next = await incoming.next(); ; next = await incoming.next()) {
    const there = present === seen ? await stored.next() : undefined;
    if (next.done) {
      if (there && !there.done) refuseMore(there.value, seen);
      return { result: next.value, present };
    }
    seen += 1;
    if (!there || there.done) yield next.value;
    else {
      expectSame(there.value, next.value);
      present += 1;
    }
  }
}
