import type { ReadStore, Row } from '@application/ports';
import type { Viewer } from '@domain/access';
import type { Json, JsonObject } from '@domain/kernel';
import { sql } from 'kysely';
import { rowsOf } from '../reading/sql-rows.js';
import type { ResourceViews } from '../reading/views/resource-views.js';

/** The groups of an inventory below each other: those that are in no other one, with their `children`, and so on. */
export class InventoryTree {
  constructor(
    private readonly store: ReadStore,
    private readonly views: ResourceViews,
  ) {}

  /** Two queries for the groups, however deep they are. */
  async of(inventory: number, viewer: Viewer): Promise<readonly JsonObject[]> {
    const groups = await rowsOf(
      this.store,
      sql`SELECT * FROM "group" WHERE inventory = ${inventory} ORDER BY name, id`,
    );
    const links = await rowsOf(
      this.store,
      sql`SELECT link.parent_id, link.child_id FROM group_children link
        JOIN "group" parent ON parent.id = link.parent_id WHERE parent.inventory = ${inventory}`,
    );
    return planted(await this.views.show('group', groups, viewer, { detail: false }), links);
  }
}

const planted = (groups: readonly JsonObject[], links: readonly Row[]): readonly JsonObject[] => {
  const parents = new Map<number, Set<number>>();
  for (const { parent_id: parent, child_id: child } of links) {
    const known = parents.get(Number(child)) ?? new Set();
    parents.set(Number(child), known.add(Number(parent)));
  }
  const parentsOf = (group: JsonObject) => parents.get(Number(group['id']));
  const grown = (group: JsonObject): JsonObject => {
    const id = Number(group['id']);
    const children = groups.filter((other) => parentsOf(other)?.has(id));
    return { ...group, children: children.map(grown) satisfies readonly Json[] };
  };
  return groups.filter((group) => parentsOf(group) === undefined).map(grown);
};
