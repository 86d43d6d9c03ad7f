import { derivedId, type CommandContext } from '@application/event-sourcing';
import type { Position, ReadStore } from '@application/ports';
import type { Claim } from '@domain/resource';
import type { ResourceType } from '../declaration/field.js';
import { type ResourceDeclaration, streamOf } from '../declaration/resource.js';
import { linkRelations, linkTable, quoted } from '../reading/tables.js';
import { RESOURCES, kindOf } from '../registry.js';
import type { Aggregates } from './aggregates.js';
import type { Names } from './names.js';

/** Something that refers to a deleted object. */
interface Reference {
  readonly holder: ResourceDeclaration;
  readonly id: number;
  /** A field, or a relation. */
  readonly name: string;
  readonly does: 'clear' | 'cascade' | 'detach';
}

/**
 * What follows a deletion: references become null, what belonged to the object goes along, links and names are given
 * back. Every step is a command of its own and may be repeated, so a crash in between is made up for by the next run.
 */
export class Cascade {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly names: Names,
    private readonly store: ReadStore,
  ) {}

  /** @returns where the log ends then: whoever reads behind it sees nothing of the object any more */
  async after(
    type: ResourceType,
    id: number,
    claims: readonly Claim[],
    context: CommandContext,
  ): Promise<Position | undefined> {
    let last: Position | undefined;
    for (const reference of await this.referencesTo(type, id))
      last = (await this.follow(type, id, reference, context)) ?? last;
    await this.names.release(claims, streamOf(kindOf(type), id), context);
    return last;
  }

  private async follow(
    type: ResourceType,
    id: number,
    { holder, id: holderId, name, does }: Reference,
    outer: CommandContext,
  ): Promise<Position | undefined> {
    const step = derivedId('cascade', outer.commandId, streamOf(holder, holderId), name);
    const context = { ...outer, commandId: step };
    const state = await this.aggregates.load(holder.type, holderId);
    if (state.status !== 'live') return undefined;
    if (does === 'cascade') {
      const { position } = await this.aggregates.handle(holder.type, holderId, { type: 'DeleteResource' }, context);
      return (await this.after(holder.type, holderId, state.claims, context)) ?? position;
    }
    const child = { ref: streamOf(kindOf(type), id), id, name: '' };
    const { position } = await this.aggregates.handle(
      holder.type,
      holderId,
      does === 'detach'
        ? { type: 'DetachResource', data: { relation: name, child } }
        : { type: 'ChangeResource', data: { name: state.name, fields: { [name]: null }, claims: null } },
      context,
    );
    return position;
  }

  private async referencesTo(type: ResourceType, id: number): Promise<readonly Reference[]> {
    const found: Reference[] = [];
    for (const holder of RESOURCES) {
      for (const field of holder.fields)
        if (field.target === type && field.origin === 'event' && field.writing !== 'only' && field.onDelete !== 'keep')
          found.push(...(await this.holders(holder, field.name, field.onDelete, id)));
      for (const { name, target } of linkRelations(holder))
        if (target === type) found.push(...(await this.linking(holder, name, id)));
    }
    return found;
  }

  private async holders(
    holder: ResourceDeclaration,
    name: string,
    does: 'clear' | 'cascade',
    id: number,
  ): Promise<readonly Reference[]> {
    const sql = `SELECT id FROM ${quoted(holder.type)} WHERE ${quoted(name)} = ? ORDER BY id`;
    const rows = await this.store.all(sql, [id]);
    return rows.map((row) => ({ holder, id: Number(row['id']), name, does }));
  }

  private async linking(holder: ResourceDeclaration, name: string, id: number): Promise<readonly Reference[]> {
    const sql = `SELECT parent_id FROM ${linkTable(holder, name)} WHERE child_id = ? ORDER BY parent_id`;
    const rows = await this.store.all(sql, [id]);
    return rows.map((row) => ({ holder, id: Number(row['parent_id']), name, does: 'detach' as const }));
  }
}
