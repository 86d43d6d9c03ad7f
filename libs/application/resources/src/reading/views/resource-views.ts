import { sql } from 'kysely';
import type { ReadStore, Row } from '@application/ports';
import type { Viewer } from '@domain/access';
import { type Json, type JsonObject, MASK, withEntries } from '@domain/kernel';
import type { FieldDeclaration, ResourceType } from '../../declaration/field.js';
import { type ResourceDeclaration, urlOf } from '../../declaration/resource.js';
import { kindOf } from '../../registry.js';
import { maskedInputs } from '../../writing/secrets.js';
import { SECRET_MASK } from '../../declaration/secret-mask.js';
import { computedColumns } from '../models/columns.js';
import { fromColumn } from '../rows.js';
import { among, byId, idOrNull, rowsOf, textOr } from '../sql-rows.js';
import { Summaries } from '../summaries.js';
import { columnsOf } from '../tables.js';
import { type Capabilities, capabilitiesOf } from './capabilities.js';
import { type Extra, type ExtraReader, NOTHING } from './extra.js';
import { extraOf } from './extras.js';
import { relatedOf } from './related.js';
import { objectRoles } from './roles.js';

export interface ViewOptions {
  /** One object, or a row of a list? */
  readonly detail: boolean;
}

/** Everything an answer needs beside the rows themselves, read for all of them at once. */
interface Surroundings {
  readonly computed: ReadonlyMap<number, Row>;
  readonly references: (row: Row) => JsonObject;
  readonly roles: ReadonlyMap<number, JsonObject>;
  readonly capabilities: Capabilities;
  readonly extra: (row: Row) => Extra;
}

/** Rows of the read model as the API shows them, in a number of queries that does not depend on how many rows there are. */
export class ResourceViews {
  private readonly summaries: Summaries;
  private readonly extensions = new Map<ResourceType, ExtraReader>();

  constructor(private readonly store: ReadStore) {
    this.summaries = new Summaries(store);
  }

  /** What others know of a kind is shown with it from now on. */
  extend(type: ResourceType, reader: ExtraReader): void {
    this.extensions.set(type, reader);
  }

  async show(
    type: ResourceType,
    rows: readonly Row[],
    viewer: Viewer,
    { detail }: ViewOptions,
  ): Promise<readonly JsonObject[]> {
    if (rows.length === 0) return [];
    const kind = kindOf(type);
    const surroundings = await this.surroundings(kind, rows, viewer);
    const fields = kind.fields.filter(({ detailOnly, writing }) => writing !== 'only' && (detail || !detailOnly));
    return rows.map((row) => viewOf(kind, fields, row, surroundings));
  }

  private async surroundings(kind: ResourceDeclaration, rows: readonly Row[], viewer: Viewer): Promise<Surroundings> {
    const { store } = this;
    const ids = rows.map((row) => Number(row['id']));
    const [computed, references, roles, capabilities, extra] = await Promise.all([
      this.computed(kind, ids),
      this.references(kind, rows),
      objectRoles(store, kind, ids),
      capabilitiesOf({ store, kind, viewer }, rows),
      (this.extensions.get(kind.type) ?? extraOf(kind.type))({ store, kind, rows, ids }),
    ]);
    return { computed, references, roles, capabilities, extra };
  }

  private async computed(kind: ResourceDeclaration, ids: readonly number[]): Promise<ReadonlyMap<number, Row>> {
    const columns = [...computedColumns(kind)].map(
      ([name, expression]) => sql`${expression('one')} AS ${sql.ref(name)}`,
    );
    if (columns.length === 0) return new Map();
    const query = sql`SELECT one.id, ${sql.join(columns)} FROM ${sql.table(kind.type)} one WHERE ${among('one.id', ids)}`;
    return byId(await rowsOf(this.store, query));
  }

  /** Summaries of what the rows refer to. */
  private async references(kind: ResourceDeclaration, rows: readonly Row[]): Promise<(row: Row) => JsonObject> {
    const referring = columnsOf(kind).flatMap(({ name, target }) => (target === undefined ? [] : [{ name, target }]));
    const signing = kind.signed ? ['created_by', 'modified_by'].map((name) => ({ name, target: 'user' as const })) : [];
    const columns = [...referring, ...signing];
    const found = await Promise.all(
      columns.map(({ name, target }) =>
        this.summaries.of(
          target,
          rows.map((row) => idOrNull(row[name])),
        ),
      ),
    );
    return (row) =>
      withEntries(
        columns.flatMap(({ name }, index) => {
          const id = idOrNull(row[name]);
          const summary = id === null ? undefined : found[index]?.get(id);
          return summary ? [[name, summary] as const] : [];
        }),
      );
  }
}

const viewOf = (
  kind: ResourceDeclaration,
  fields: readonly FieldDeclaration[],
  row: Row,
  { computed, references, roles, capabilities, extra }: Surroundings,
): JsonObject => {
  const id = Number(row['id']);
  const values = { ...row, ...computed.get(id) };
  const own = extra(row) ?? NOTHING;
  const present = references(row);
  const [objectRoles, userCapabilities] = [roles.get(id), capabilities(row)];
  return {
    id,
    type: kind.type,
    url: urlOf(kind, id),
    related: { ...relatedOf(kind, row, present), ...own.related },
    summary_fields: {
      ...present,
      ...(objectRoles && { object_roles: objectRoles }),
      ...(userCapabilities && { user_capabilities: userCapabilities }),
      ...own.summary,
    },
    created: textOr(row['created'], null),
    modified: textOr(row['modified'], null),
    ...withEntries(fields.filter(isShown(values)).map((field) => [field.name, shownValue(field, values)])),
    ...own.fields,
  };
};

/** A secret that is not there is not spoken of. */
const isShown =
  (values: Row) =>
  ({ type, name }: FieldDeclaration): boolean =>
    type !== 'secret' || (values[name] ?? null) !== null;

/** A field as posted, without its secrets. */
const shownValue = (field: FieldDeclaration, values: Row): Json => {
  if (field.type === 'password') return MASK;
  if (field.type === 'secret') return SECRET_MASK;
  const value = fromColumn(field, values[field.name]);
  return field.type === 'inputs' ? maskedInputs(value) : value;
};
