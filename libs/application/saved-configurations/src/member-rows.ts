import type { RowWriter } from '@application/ports';
import type { SavedListKind } from './lists.js';

/** The table of what configurations bring: who brings it, which kind of thing, its id, and the order. */
export class MemberRows {
  readonly schema: readonly string[];

  /** @param holder column of the node or schedule */
  constructor(
    readonly table: string,
    readonly holder: string,
  ) {
    this.schema = [
      `CREATE TABLE ${table} (${holder} INTEGER NOT NULL, relation TEXT NOT NULL, child INTEGER NOT NULL, position INTEGER NOT NULL,
    PRIMARY KEY (${holder}, relation, child))`,
      `CREATE INDEX ${table}__child ON ${table} (relation, child)`,
    ];
  }

  async attach(rows: RowWriter, holder: number, relation: SavedListKind, child: number): Promise<void> {
    await rows.run(
      `INSERT INTO ${this.table} (${this.holder}, relation, child, position)
  SELECT ?, ?, ?, COALESCE(MAX(position), 0) + 1 FROM ${this.table} WHERE ${this.holder} = ? AND relation = ?`,
      [holder, relation, child, holder, relation],
    );
  }

  async detach(rows: RowWriter, holder: number, relation: SavedListKind, child: number): Promise<void> {
    await rows.run(`DELETE FROM ${this.table} WHERE ${this.holder} = ? AND relation = ? AND child = ?`, [
      holder,
      relation,
      child,
    ]);
  }

  async replaceGroups(rows: RowWriter, holder: number, groups: readonly number[]): Promise<void> {
    await rows.run(`DELETE FROM ${this.table} WHERE ${this.holder} = ? AND relation = ?`, [holder, 'instance_group']);
    for (const child of groups) await this.attach(rows, holder, 'instance_group', child);
  }
}
