import type { ReadStore, Row } from '@application/ports';
import type { QueryModel } from '@application/queries';
import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { ResourceType } from '../declaration/field.js';
import { TEMPLATE_TYPES, unifiedTemplateModel } from './models/resource-models.js';
import type { ReadScopes } from './read-scopes.js';
import { among, groupedByText, rowsOf } from './sql-rows.js';
import type { ResourceViews } from './views/resource-views.js';

/** The mixed list of all that can be run; each row is shown as the list of its own kind shows it. */
export class TemplateLists {
  constructor(
    private readonly store: ReadStore,
    private readonly views: ResourceViews,
    private readonly scopes: ReadScopes,
  ) {}

  get model(): QueryModel {
    return unifiedTemplateModel;
  }

  /** Rows that the viewer may read; undefined: all. */
  async scope(viewer: Viewer): Promise<((alias: string) => RawBuilder<SqlBool>) | undefined> {
    const scopes = await Promise.all(TEMPLATE_TYPES.map((type) => this.scopes.of(type, viewer)));
    if (scopes.every((scope) => scope === undefined)) return undefined;
    return (alias) => {
      const readable = TEMPLATE_TYPES.map((type, index) => {
        const condition = scopes[index]?.('one') ?? sql`1 = 1`;
        return sql`(${sql.ref(`${alias}.type`)} = ${type} AND ${sql.ref(`${alias}.id`)} IN
          (SELECT one.id FROM ${sql.table(type)} one WHERE ${condition}))`;
      });
      return sql`(${sql.join(readable, sql` OR `)})`;
    };
  }

  async show(rows: readonly Row[], viewer: Viewer): Promise<readonly JsonObject[]> {
    const shown = new Map<number, JsonObject>();
    for (const [type, of] of groupedByText(rows, 'type')) {
      const ids = of.map((row) => Number(row['id']));
      for (const view of await this.ofKind(type as ResourceType, ids, viewer)) shown.set(Number(view['id']), view);
    }
    return rows.map((row) => shown.get(Number(row['id']))).filter((view) => view !== undefined);
  }

  private async ofKind(type: ResourceType, ids: readonly number[], viewer: Viewer): Promise<readonly JsonObject[]> {
    const rows = await rowsOf(this.store, sql`SELECT * FROM ${sql.table(type)} WHERE ${among('id', ids)}`);
    return this.views.show(type, rows, viewer, { detail: false });
  }
}
