import type { ReadStore, SqlValue } from '@application/ports';
import { linkedIds } from '@domain/resource';
import type { ResourceType } from '../declaration/field.js';
import type { Fields, Lookup } from '../declaration/rules.js';
import { kindOf } from '../registry.js';
import type { Aggregates } from '../writing/aggregates.js';
import { linkTable, quoted } from './tables.js';

const asSql = (value: string | number | boolean | null): SqlValue =>
  typeof value === 'boolean' ? Number(value) : value;

/** Objects from their streams, questions across objects from the read model. */
export class ReadLookup implements Lookup {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly store: ReadStore,
  ) {}

  async find(type: ResourceType, id: number): Promise<(Fields & { readonly id: number }) | undefined> {
    if (!Number.isSafeInteger(id) || id < 1) return undefined;
    const state = await this.aggregates.load(type, id);
    return state.status === 'live' ? { ...(state.fields as Fields), id } : undefined;
  }

  async linked(type: ResourceType, relation: string, id: number): Promise<readonly number[]> {
    return linkedIds(await this.aggregates.load(type, id), relation);
  }

  async idsWhere(
    type: ResourceType,
    where: Readonly<Record<string, string | number | boolean | null>>,
  ): Promise<readonly number[]> {
    const entries = Object.entries(where);
    const conditions = entries.map(([name, value]) => `${quoted(name)} ${value === null ? 'IS NULL' : '= ?'}`);
    const values = entries.flatMap(([, value]) => (value === null ? [] : [asSql(value)]));
    const sql = `SELECT id FROM ${quoted(type)} WHERE ${conditions.join(' AND ')} ORDER BY id`;
    return ids(await this.store.all(sql, values), 'id');
  }

  async linking(type: ResourceType, relation: string, childId: number): Promise<readonly number[]> {
    const table = linkTable(kindOf(type), relation);
    const sql = `SELECT parent_id FROM ${table} WHERE child_id = ? ORDER BY parent_id`;
    return ids(await this.store.all(sql, [childId]), 'parent_id');
  }
}

const ids = (rows: readonly Readonly<Record<string, SqlValue>>[], column: string): readonly number[] =>
  rows.map((row) => Number(row[column]));
