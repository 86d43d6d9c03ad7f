import { derivedId } from '@application/event-sourcing';
import type { IdAllocator, Position } from '@application/ports';
import { type ResourceState, linkedIds } from '@domain/resource';
import { streamOf } from '../declaration/resource.js';
import type { Fields } from '../declaration/rules.js';
import { kindOf } from '../registry.js';
import type { WriteContext } from '../writing/context.js';
import type { ResourceService } from '../writing/resource-service.js';

/** How many are copied at a time: the log writes them together. */
const AT_ONCE = 50;

type Member = 'host' | 'group';

/** Hosts and groups of an inventory, with who is in which group. */
export class InventoryContents {
  constructor(private readonly ports: { readonly resources: ResourceService; readonly ids: IdAllocator }) {}

  /** @returns position of the last event; undefined for an empty inventory */
  async copy(pair: Pair, context: WriteContext): Promise<Position | undefined> {
    const hosts = await this.copyMembers('host', pair, context);
    const groups = await this.copyMembers('group', pair, context);
    const members = [...hosts, ...groups];
    const copies = new Map(members.map(({ original, copy }) => [keyOf(original.type, original.state.id), copy]));
    const links = groups.flatMap(({ original, copy }) =>
      LINKS.flatMap(({ relation, target }) =>
        linkedIds(original.state, relation).flatMap((id) => {
          const child = copies.get(keyOf(target, id));
          return child ? [{ place: { group: copy.id, relation, target }, child }] : [];
        }),
      ),
    );
    const positions = members.map(({ position }) => position);
    for (const { place, child } of links) positions.push(await this.link(place, child, context));
    return positions
      .filter((position) => position !== undefined)
      .sort()
      .at(-1);
  }

  private async copyMembers(type: Member, { from, to }: Pair, context: WriteContext): Promise<readonly Copied[]> {
    const { resources, ids } = this.ports;
    const members = await resources.lookup.idsWhere(type, { inventory: from });
    const copies = members.length === 0 ? [] : await ids.many(kindOf(type).idSpace, members.length);
    const all: Copied[] = [];
    for (let start = 0; start < members.length; start += AT_ONCE) {
      const batch = members.slice(start, start + AT_ONCE).map(async (member, index) => {
        const state = await resources.aggregates.load(type, member);
        const copy = { id: copies[start + index] ?? 0, name: state.name };
        const fields = { ...state.fields, inventory: to };
        const values = fields as Fields;
        const declaration = kindOf(type);
        const made = { declaration, id: copy.id, values, fields };
        const { position } = await resources.creation.append(made, step(context, type, member));
        return { original: { type, state }, copy, position };
      });
      all.push(...(await Promise.all(batch)));
    }
    return all;
  }

  private async link({ group, relation, target }: Place, child: Copy, context: WriteContext) {
    const data = { relation, child: { ...child, ref: streamOf(kindOf(target), child.id) } };
    const command = { type: 'AttachResource', data } as const;
    const linking = step(context, relation, group, child.id);
    return (await this.ports.resources.aggregates.handle('group', group, command, linking)).position;
  }
}

const LINKS = [
  { relation: 'hosts', target: 'host' },
  { relation: 'children', target: 'group' },
] as const;

/** Two inventories, by id. */
interface Pair {
  readonly from: number;
  readonly to: number;
}

interface Copy {
  readonly id: number;
  readonly name: string;
}

interface Copied {
  readonly original: { readonly type: Member; readonly state: ResourceState };
  readonly copy: Copy;
  readonly position: Position | undefined;
}

interface Place {
  readonly group: number;
  readonly relation: string;
  readonly target: Member;
}

const keyOf = (type: Member, id: number): string => `${type} ${id}`;

const step = (context: WriteContext, ...what: readonly (string | number)[]): WriteContext => ({
  ...context,
  commandId: derivedId('copy', context.commandId, ...what),
});
