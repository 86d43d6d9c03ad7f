import { MemoryNodeDirectory } from '@adapters/node-directory-memory';
import { PostgresNodeDirectory } from '@adapters/postgres';
import { openPostgres, postgresUrl } from '@testing/read-stores';
import { nodeDirectoryContract, reportOf } from './node-directory.contract.js';

describe('a node directory', () => {
  describe('in memory', () => {
    let now = 0;
    nodeDirectoryContract(async () => ({
      directory: new MemoryNodeDirectory(() => now),
      wait: async (seconds) => void (now += seconds * 1000),
    }));
  });

  // `node scripts/with-postgres.mjs npx jest test/contracts` starts a server for this.
  if (postgresUrl() === undefined) return;

  describe('in PostgreSQL', () => {
    let postgres: Awaited<ReturnType<typeof openPostgres>>;
    beforeEach(async () => (postgres = await openPostgres()));
    afterEach(() => postgres.end());

    nodeDirectoryContract(async () => ({
      directory: new PostgresNodeDirectory(postgres.store),
      wait: async (seconds) => {
        const age = 'UPDATE node_heartbeat SET seen = seen - make_interval(secs => ?::double precision)';
        await postgres.store.all(age, [seconds]);
      },
    }));

    it('outlives the read models', async () => {
      const table = {
        name: 'one',
        schema: ['CREATE TABLE one (id INTEGER)'],
        tables: ['one'],
        project: () => undefined,
      };
      await new PostgresNodeDirectory(postgres.store).claim(reportOf('a', 'a1'), null);
      for (const version of [1, 2]) await postgres.store.prepare({ ...table, version });
      const reopened = new PostgresNodeDirectory(await postgres.reopen());
      expect(await reopened.nodes()).toMatchObject([{ boot: 'a1' }]);
    });
  });
});
