import type { RowWriter, SqlValue } from '@application/ports';

/** One write: constant SQL text, which the store prepares once, and its values. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** The job an event belongs to, and when it happened. */
export interface Place {
  readonly id: number;
  readonly at: string;
}

export const statement = (sql: string, ...values: readonly SqlValue[]): Statement => ({ sql, values });

/** Runs one after the other. Waits only for a store that has to be waited for: this is the hot path of the read model. */
export const runAll = (rows: RowWriter, statements: readonly Statement[], from = 0): void | Promise<void> => {
  for (let index = from; index < statements.length; index += 1) {
    const { sql, values } = statements[index] as Statement;
    const done = rows.run(sql, values);
    if (done) return done.then(() => runAll(rows, statements, index + 1));
  }
};
