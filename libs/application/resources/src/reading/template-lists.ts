import type { ReadStore, Row } from '@application/ports';
import type { QueryModel, Scope } from '@application/queries';
import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import { type SqlBool, sql } from 'kysely';
import type { ResourceType } from '../declaration/field.js';
import { TEMPLATE_TYPES, unifiedTemplateModel } from './models/resource-models.js';
import { kindOf } from '../registry.js';
import type { ReadScopes } from './read-scopes.js';
import { among, groupedByText, rowsOf } from './sql-rows.js';
import type { ResourceViews } from './views/resource-views.js';

/** Rows of each type that meet its condition; a type without one has all. */
const ofTypes =
  (types: readonly ResourceType[], scopes: readonly (Scope | undefined)[]): Scope =>
  (alias) => {
    const each = types.map((type, index) => {
      const condition = scopes[index]?.('one') ?? sql`1 = 1`;
      return sql`(${sql.ref(`${alias}.type`)} = ${type} AND ${sql.ref(`${alias}.id`)} IN
        (SELECT one.id FROM ${sql.table(type)} one WHERE ${condition}))`;
    });
    return sql<SqlBool>`(${sql.join(each, sql` OR `)})`;
  };

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
  async scope(viewer: Viewer): Promise<Scope | undefined> {
    const scopes = await Promise.all(TEMPLATE_TYPES.map((type) => this.scopes.of(type, viewer)));
    return scopes.every((scope) => scope === undefined) ? undefined : ofTypes(TEMPLATE_TYPES, scopes);
  }

  /** Rows on which the viewer has a role (`role_level`); kinds that have no roles are left out. */
  async withRole(role: string, viewer: Viewer): Promise<Scope> {
    const types = TEMPLATE_TYPES.filter((type) => kindOf(type).roles.length > 0);
    return ofTypes(types, await Promise.all(types.map((type) => this.scopes.withRole(type, role, viewer))));
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
