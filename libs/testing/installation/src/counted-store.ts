import type { Projection, ReadDb, ReadStore, Row, SqlValue } from '@application/ports';

/** A store that counts how often it is read, whichever way it is asked. */
export class CountedStore implements ReadStore {
  queries = 0;
  readonly db: ReadDb;

  constructor(private readonly store: ReadStore) {
    this.db = store.db.withPlugin({
      transformQuery: ({ node }) => {
        this.queries += 1;
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    });
  }

  all(sql: string, parameters: readonly SqlValue[]): readonly Row[] | Promise<readonly Row[]> {
    this.queries += 1;
    return this.store.all(sql, parameters);
  }

  checkpoint(projection: Projection): ReturnType<ReadStore['checkpoint']> {
    return this.store.checkpoint(projection);
  }

  seen(): ReturnType<ReadStore['seen']> {
    return this.store.seen();
  }

  forget(...seen: Parameters<ReadStore['forget']>): Promise<void> {
    return this.store.forget(...seen);
  }

  prepare(projection: Projection): Promise<void> {
    return this.store.prepare(projection);
  }

  apply(...span: Parameters<ReadStore['apply']>): ReturnType<ReadStore['apply']> {
    return this.store.apply(...span);
  }

  note(name: string): ReturnType<ReadStore['note']> {
    return this.store.note(name);
  }

  notes(prefix: string): ReturnType<ReadStore['notes']> {
    return this.store.notes(prefix);
  }

  setNote(name: string, value: string | null): Promise<void> {
    return this.store.setNote(name, value);
  }

  close(): Promise<void> {
    return this.store.close();
  }
}
