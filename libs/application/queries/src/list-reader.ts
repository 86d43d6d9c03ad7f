import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { ReadStore, Row } from '@application/ports';
import { allOf, Conditions } from './conditions.js';
import type { Models } from './field-path.js';
import { readFilters } from './filters.js';
import { freshAliases, Joins } from './joins.js';
import type { ListRequest, Page, Scope } from './list-request.js';
import type { QueryModel } from './model.js';
import { Ordering, readOrder } from './ordering.js';
import { invalidPage, pageLink, pagesOf, readPageChoice, type PageChoice } from './paging.js';
import { parseQuery, type Parameters } from './query-string.js';
import { asError, badQuery } from './refusals.js';

/** The statements of a list. */
interface Statements {
  readonly count: RawBuilder<{ count: number }>;
  readonly ids: (limit: number, offset: number) => RawBuilder<{ id: number }>;
  readonly rows: (ids: readonly number[]) => RawBuilder<Row>;
}

/** Reads pages of lists: filtered, ordered and cut by the query's parameters, with at most three statements. */
export class ListReader {
  private byName: ReadonlyMap<string, QueryModel> | undefined;

  /** `models`: all that relations lead to. */
  constructor(
    private readonly store: Pick<ReadStore, 'db'>,
    private readonly models: () => readonly QueryModel[],
  ) {}

  /** @throws DomainError 400, 403 or 404 in AWX's words */
  async page(request: ListRequest): Promise<Page> {
    try {
      return await this.read(request);
    } catch (error) {
      throw request.refusals === 'error' ? asError(error) : error;
    }
  }

  private async read(request: ListRequest): Promise<Page> {
    const parameters = parseQuery(request.search);
    const scopes = [...(request.scopes ?? []), ...(await roleScopes(request, parameters))];
    const statements = this.statements(request.model, parameters, scopes);
    const choice = readPageChoice(parameters);
    return choice.isCountDisabled
      ? this.uncounted(statements, choice)
      : this.counted(statements, choice, (number) => pageLink(request.path, parameters, number));
  }

  private async counted(statements: Statements, choice: PageChoice, link: (page: number) => string): Promise<Page> {
    const { size } = choice;
    const known = choice.number === 'last' ? await this.count(statements) : undefined;
    const number = choice.number === 'last' ? pagesOf(known ?? 0, size) : choice.number;
    const offset = (number - 1) * size;
    const rows = await this.rows(statements, size, offset);
    if (rows.length === 0 && number > 1) throw invalidPage();
    // A page that is not full tells how many there are.
    const count = rows.length < size ? offset + rows.length : (known ?? (await this.count(statements)));
    const next = number < pagesOf(count, size) ? link(number + 1) : null;
    return { count, next, previous: number > 1 ? link(number - 1) : null, rows };
  }

  /** As in AWX a list that is not counted has one page. */
  private async uncounted(statements: Statements, { size, number }: PageChoice): Promise<Page> {
    if (number !== 1 && number !== 'last') throw invalidPage();
    const rows = await this.rows(statements, size, 0);
    return { count: rows.length, next: null, previous: null, rows, isCountDisabled: true };
  }

  /** First which rows, then what is in them: only short ones are sorted, however long the rows of the list are. */
  private async rows(statements: Statements, limit: number, offset: number): Promise<readonly Row[]> {
    const ids = (await statements.ids(limit, offset).execute(this.store.db)).rows.map(({ id }) => id);
    if (ids.length === 0) return [];
    const { rows } = await statements.rows(ids).execute(this.store.db);
    const byId = new Map(rows.map((row) => [row['id'], row]));
    return ids.map((id) => byId.get(id)).filter((row) => row !== undefined);
  }

  private async count(statements: Statements): Promise<number> {
    return (await statements.count.execute(this.store.db)).rows[0]?.count ?? 0;
  }

  private statements(model: QueryModel, parameters: Parameters, scopes: readonly Scope[]): Statements {
    const filters = readFilters(this.named, model, parameters);
    const orders = readOrder(this.named, model, parameters);
    const aliases = freshAliases();
    const joins = new Joins(model, aliases);
    const conditions = new Conditions(this.named, model, aliases).of(filters, joins);
    const where = allOf([...scopes.map((scope) => sql<SqlBool>`(${scope(joins.alias)})`), ...conditions]);
    const count = sql<{ count: number }>`select count(*) as count ${joins.from} where ${where}`;
    const order = new Ordering(this.named, model, aliases).of(orders, joins);
    const chosen = sql`select ${joins.id} as id ${joins.from} where ${where} order by ${order}`;
    return {
      count,
      ids: (limit, offset) => sql<{ id: number }>`${chosen} limit ${limit} offset ${offset}`,
      rows: rowsOf(new Joins(model, aliases)),
    };
  }

  /** A relation to a model that is not given is a mistake of ours, not of the caller. */
  private readonly named: Models = (name) => {
    this.byName ??= new Map(this.models().map((model) => [model.name, model]));
    const model = this.byName.get(name);
    if (!model) throw new Error(`No list model is named ${name}`);
    return model;
  };
}

/** One parameter, however many ids. */
const rowsOf =
  ({ alias, id, from }: Joins): Statements['rows'] =>
  (ids) =>
    sql<Row>`select ${sql.ref(alias)}.* ${from} where ${id} in (select value from json_each(${JSON.stringify(ids)}))`;

/** `role_level`: the first value counts. */
const roleScopes = async ({ roleScope }: ListRequest, parameters: Parameters): Promise<readonly Scope[]> => {
  const role = parameters.get('role_level')?.[0];
  if (role === undefined) return [];
  if (!roleScope) {
    throw badQuery(
      'Cannot apply role_level filter to this list because its model does not use roles for access control.',
    );
  }
  const scope = await roleScope(role);
  return scope ? [scope] : [];
};
