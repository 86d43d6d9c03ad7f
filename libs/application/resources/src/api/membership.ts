import type { QueryModel, Scope } from '@application/queries';
import { sql } from 'kysely';
import type { RelationDeclaration, ResourceDeclaration } from '../declaration/resource.js';
import { modelOfType } from '../reading/models/resource-models.js';
import { linkTable } from '../reading/tables.js';
import { kindOf } from '../registry.js';

/** Which rows of the target an object's sublist holds. */
export const membership = (parent: ResourceDeclaration, relation: RelationDeclaration, id: number): Scope => {
  const { name, foreignKey, via, target } = relation;
  if (foreignKey !== undefined) return (alias) => sql`${sql.ref(`${alias}.${foreignKey}`)} = ${id}`;
  if (via !== undefined) {
    const table = sql.table(linkTable(kindOf(target), via));
    return (alias) => sql`${sql.ref(`${alias}.id`)} IN (SELECT parent_id FROM ${table} WHERE child_id = ${id})`;
  }
  const table = sql.table(linkTable(parent, name));
  return (alias) => sql`${sql.ref(`${alias}.id`)} IN (SELECT child_id FROM ${table} WHERE parent_id = ${id})`;
};

const PLACE = 'attached_at';

/** The target's model, in order of attachment: for instance groups it says where a job goes first. */
export const inOrder = (parent: ResourceDeclaration, { name, target }: RelationDeclaration, id: number): QueryModel => {
  const model = modelOfType(target);
  const table = sql.table(linkTable(parent, name));
  return {
    ...model,
    columns: [
      ...model.columns,
      {
        name: PLACE,
        type: 'integer',
        sql: (alias) =>
          sql`(SELECT position FROM ${table} WHERE parent_id = ${id} AND child_id = ${sql.ref(`${alias}.id`)})`,
      },
    ],
    ordering: [PLACE],
  };
};
