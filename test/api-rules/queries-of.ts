import { SqliteReadStore } from '@adapters/read-store';
import { DefaultQueryExecutor } from 'kysely';

/** How many queries the read store has answered while something ran, whichever way it was asked. */
export const queriesOf = async (work: () => Promise<unknown>): Promise<number> => {
  const spies = [
    jest.spyOn(SqliteReadStore.prototype, 'all'),
    jest.spyOn(DefaultQueryExecutor.prototype, 'executeQuery'),
  ];
  try {
    await work();
    return spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
};
