import { sql } from 'kysely';
import { SqliteReadStore } from '@adapters/read-store';
import type { DomainError } from '@domain/kernel';
import { ListReader, queryFunctions, type ListRequest, type QueryColumn, type QueryModel } from './index.js';

const id: QueryColumn = { name: 'id', type: 'id' };
const name: QueryColumn = { name: 'name', type: 'string' };
const description: QueryColumn = { name: 'description', type: 'string' };

const organization: QueryModel = {
  name: 'Organization',
  table: 'organization',
  type: 'organization',
  columns: [id, name],
  relations: [{ kind: 'many', name: 'inventories', target: 'Inventory', targetColumn: 'organization' }],
  search: ['name'],
  ordering: ['name'],
};

const inventory: QueryModel = {
  name: 'Inventory',
  table: 'inventory',
  type: 'inventory',
  columns: [id, name, description],
  relations: [
    { kind: 'one', name: 'organization', target: 'Organization' },
    { kind: 'many', name: 'hosts', target: 'Host', targetColumn: 'inventory_id' },
  ],
  ordering: ['organization', 'name'],
};

const host: QueryModel = {
  name: 'Host',
  table: 'host',
  type: 'host',
  columns: [
    id,
    name,
    description,
    { name: 'inventory', type: 'id', sql: 'inventory_id' },
    { name: 'enabled', type: 'boolean' },
    { name: 'reachable', type: 'boolean', nullable: true },
    { name: 'created', type: 'datetime' },
    { name: 'score', type: 'integer' },
    { name: 'load', type: 'float' },
    { name: 'variables', type: 'text' },
    { name: 'facts', type: 'json' },
    { name: 'limit', type: 'string', sql: 'host_limit' },
    { name: 'owner', type: 'id' },
    { name: 'name_length', type: 'integer', sql: (alias) => sql`length(${sql.ref(`${alias}.name`)})` },
    { name: 'secret', type: 'string', protected: true },
    { name: 'inputs', type: 'json', protected: 'Filtering on field inputs is not allowed.' },
    { name: 'shown', type: 'string', filterable: false },
  ],
  relations: [
    { kind: 'one', name: 'inventory', target: 'Inventory', column: 'inventory_id' },
    { kind: 'one', name: 'facet', target: 'Facet', column: 'id' },
    {
      kind: 'many-to-many',
      name: 'labels',
      target: 'Label',
      via: { table: 'link', parent: 'parent_id', child: 'child_id', where: { relation: 'labels' } },
    },
    {
      kind: 'many-to-many',
      name: 'groups',
      target: 'Group',
      via: { table: 'link', parent: 'parent_id', child: 'child_id', where: { relation: 'groups' } },
    },
    { kind: 'one', name: 'keeper', target: 'Organization', column: 'owner', protected: true },
  ],
  search: ['name', 'description'],
  ordering: ['name'],
};

const label: QueryModel = {
  name: 'Label',
  table: 'label',
  type: 'label',
  columns: [id, name, description],
  ordering: ['name'],
};
const group: QueryModel = { ...label, name: 'Group', table: 'host_group', type: 'group' };
const facet: QueryModel = { name: 'Facet', table: 'facet', type: 'facet', columns: [id], ordering: ['id'] };
const thing: QueryModel = {
  name: 'Thing',
  table: sql`select 'host' as kind, id, name from host union all select 'inventory', id, name from inventory`,
  type: { column: 'kind' },
  columns: [id, name],
  ordering: ['name'],
};
const models = [organization, inventory, host, label, group, facet, thing];

/*
 *  host      inventory   organization   labels           groups
 *  1 ash     1 eu        1 acme         1 web, 2 prod    1 trees
 *  2 birch   1 eu        1 acme         2 prod           1 trees, 2 pale
 *  3 cedar   2 us        2 zeta
 *  4 Émeu    none
 */
const TABLES = `
  CREATE TABLE organization (id INTEGER PRIMARY KEY, name TEXT);
  INSERT INTO organization VALUES (1, 'acme'), (2, 'zeta');
  CREATE TABLE inventory (id INTEGER PRIMARY KEY, name TEXT, description TEXT, organization INTEGER);
  INSERT INTO inventory VALUES (1, 'eu', 'Europe', 1), (2, 'us', '', 2);
  CREATE TABLE host (id INTEGER PRIMARY KEY, name TEXT, description TEXT, inventory_id INTEGER, enabled INTEGER, reachable INTEGER,
    created TEXT, score INTEGER, load REAL, variables TEXT, facts TEXT, host_limit TEXT, owner INTEGER, secret TEXT, inputs TEXT, shown TEXT);
  INSERT INTO host VALUES
    (1, 'ash', 'odd tree', 1, 1, 1, '2024-01-01T10:00:00.000001Z', 1, 0.5, 'a: 1', '{"os": "BSD"}', 'x', 1, 's', '{}', 'v'),
    (2, 'birch', 'even tree', 1, 1, 0, '2024-01-02T10:00:00.000000Z', 22, 1.5, '', '{}', '', null, 's', '{}', 'v'),
    (3, 'cedar', 'odd 100%_*[tree]', 2, 0, null, '2024-01-03T10:00:00.000000Z', 3, 2.5, '', '{}', '', 2, 's', '{}', 'v'),
    (4, 'Émeu', '', null, 1, null, '2024-01-04T10:00:00.500000Z', null, null, '', '{}', '', null, 's', '{}', 'v');
  CREATE TABLE label (id INTEGER PRIMARY KEY, name TEXT, description TEXT);
  INSERT INTO label VALUES (1, 'web', 'Front'), (2, 'prod', 'busy');
  CREATE TABLE host_group (id INTEGER PRIMARY KEY, name TEXT, description TEXT);
  INSERT INTO host_group VALUES (1, 'trees', ''), (2, 'pale', 'busy');
  CREATE TABLE link (relation TEXT, parent_id INTEGER, child_id INTEGER);
  INSERT INTO link VALUES ('labels', 1, 1), ('labels', 1, 2), ('labels', 2, 2), ('groups', 1, 1), ('groups', 2, 1), ('groups', 2, 2);
  CREATE TABLE facet (id INTEGER PRIMARY KEY);
  INSERT INTO facet VALUES (2);
`;

let store: SqliteReadStore;
let statements: string[];
let lists: ListReader;

beforeEach(async () => {
  store = new SqliteReadStore({ file: ':memory:', functions: queryFunctions });
  for (const statement of TABLES.split(/;\n/).filter((text) => text.trim() !== '')) {
    await sql.raw(statement).execute(store.db);
  }
  statements = [];
  lists = new ListReader({ db: counting() }, () => models);
});
afterEach(() => store.close());

/** The store's connection, noting each statement. */
const counting = () =>
  store.db.withPlugin({
    transformQuery: ({ node }) => {
      statements.push(node.kind);
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  });

const page = (search: string, more: Partial<ListRequest> = {}) =>
  lists.page({ model: host, search, path: '/api/v2/hosts/', ...more });
const names = async (search: string, more: Partial<ListRequest> = {}) =>
  (await page(search, more)).rows.map((row) => row['name']);
const refusal = (search: string, more: Partial<ListRequest> = {}) =>
  page(search, more).then(
    () => undefined,
    (error: unknown) => ({ kind: (error as DomainError).kind, body: (error as DomainError).body }),
  );

const [ash, birch, cedar, emeu] = ['ash', 'birch', 'cedar', 'Émeu'];
const all = [ash, birch, cedar, emeu];

describe('paging', () => {
  it.each([
    ['', { count: 4, next: null, previous: null }],
    ['page_size=2', { count: 4, next: '/api/v2/hosts/?page=2&page_size=2', previous: null }],
    ['page_size=2&page=2', { count: 4, next: null, previous: '/api/v2/hosts/?page=1&page_size=2' }],
    ['page_size=3&page=last', { count: 4, next: null, previous: '/api/v2/hosts/?page=1&page_size=3' }],
    [
      'page_size=1&page=3',
      { next: '/api/v2/hosts/?page=4&page_size=1', previous: '/api/v2/hosts/?page=2&page_size=1' },
    ],
    ['name=nobody', { count: 0, next: null, previous: null, rows: [] }],
    ['name=nobody&page=1', { count: 0 }],
    ['name=nobody&page=last', { count: 0, next: null, previous: null }],
    ['page_size=0', { count: 4, next: null }],
    ['page_size=x', { count: 4, next: null }],
    ['page_size=-1', { count: 4, next: null }],
    ['page=', { count: 4, next: null }],
  ])('%s', async (search, expected) => {
    expect(await page(search)).toMatchObject(expected);
  });

  it('keeps the other parameters in links, sorted, repeated and quoted as AWX does', async () => {
    const { next } = await page(
      "page_size=1&or__name=ash&or__name=birch&not__name=a%20b%2Bc(d)'!*~&order_by=-name&validate",
    );
    // prettier-ignore
    expect(next).toBe('/api/v2/hosts/?not__name=a+b%2Bc%28d%29%27%21%2A~&or__name=ash&or__name=birch&order_by=-name&page=2&page_size=1&validate=');
  });

  it('cuts the size at 200, in links too', async () => {
    await sql
      .raw(
        `WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 410) INSERT INTO label SELECT i, 'l' || i, '' FROM n`,
      )
      .execute(store.db);
    const { rows, next, count } = await page('page_size=500', { model: label, path: '/l/' });
    expect([rows.length, next, count]).toEqual([200, '/l/?page=2&page_size=200', 403]);
    expect((await page('', { model: label })).rows).toHaveLength(25);
  });

  it.each([
    'page=0',
    'page=9',
    'page=-1',
    'page=x',
    'page=1.5',
    'page=99999999999999999999',
    'count_disabled=1&page=2',
  ])('refuses %s', async (search) => {
    expect(await refusal(search)).toEqual({ kind: 'missing', body: { detail: 'Invalid page.' } });
  });
});
