import { sql } from 'kysely';
import { SqliteReadStore } from '@adapters/read-store';
import type { Viewer } from '@domain/access';
import { StreamReaders } from './stream-readers.js';

const ann: Viewer = { id: 5, username: 'ann', isSuperuser: false, isSystemAuditor: false };

describe('StreamReaders', () => {
  it('lets those read a history who can read the job or template, and refusals those who administer it', async () => {
    const store = new SqliteReadStore({ file: ':memory:' });
    const tables = ['unified_job', 'job_template', 'workflow_job_template', 'project', 'credential'];
    const schema = tables.flatMap((name) => [
      `CREATE TABLE ${name} (id INTEGER PRIMARY KEY, readable INTEGER)`,
      `INSERT INTO ${name} VALUES (1, 1), (2, 0)`,
    ]);
    await store.prepare({ name: 'test', version: 1, schema, tables, project: () => undefined });
    const asked: Viewer[] = [];
    const scope = async (viewer: Viewer) => {
      asked.push(viewer);
      return (alias: string) => sql<boolean>`${sql.ref(`${alias}.readable`)} = 1`;
    };
    const resources = (_type: string, viewer: Viewer) => scope(viewer);
    const administered = async () => (alias: string) => sql<boolean>`${sql.ref(`${alias}.readable`)} = 0`;
    const readers = new StreamReaders(store, { jobs: scope, resources, administered });
    const readable: string[] = [];
    const prefixes = ['job', 'wfjob', 'jt', 'wfjt', 'project', 'cred', 'user', 'name', 'launchlog-jt', 'launchlog-job'];
    const streams = prefixes.flatMap((prefix) => [
      ...[`${prefix}-1`, `${prefix}-2`, `${prefix}-3`, `${prefix}-`, `${prefix}-1 OR 1=1`, prefix],
    ]);
    for (const stream of streams) if (await readers.mayRead(ann, stream)) readable.push(stream);
    expect(readable).toEqual(['job-1', 'wfjob-1', 'jt-1', 'wfjt-1', 'project-1', 'launchlog-jt-2']);
    expect(new Set(asked)).toEqual(new Set([ann]));
    await store.close();
  });
});
