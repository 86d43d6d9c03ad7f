import { derivedId } from '@application/event-sourcing';
import type { IdAllocator } from '@application/ports';
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

  async copy({ from, to }: { readonly from: number; readonly to: number }, context: WriteContext): Promise<void> {
    const hosts = await this.copyMembers('host', { from, to }, context);
    const groups = await this.copyMembers('group', { from, to }, context);
    const copies = new Map(
      [...hosts, ...groups].map(({ original, copy }) => [keyOf(original.ref, original.state.id), copy]),
    );
    for (const { original, copy } of groups)
      for (const [relation, target] of LINKS)
        for (const id of linkedIds(original.state, relation))
          await this.link({ group: copy.id, relation, target }, copies.get(keyOf(target, id)), context);
  }

  private async copyMembers(
    type: Member,
    { from, to }: { readonly from: number; readonly to: number },
    context: WriteContext,
  ): Promise<readonly Copied[]> {
    const { resources, ids } = this.ports;
    const members = await resources.lookup.idsWhere(type, { inventory: from });
    const copies = members.length === 0 ? [] : await ids.many(kindOf(type).idSpace, members.length);
    const made: Copied[] = [];
    for (let start = 0; start < members.length; start += AT_ONCE) {
      const batch = members.slice(start, start + AT_ONCE).map(async (member, index) => {
        const state = await resources.aggregates.load(type, member);
        const copy = { id: copies[start + index] ?? 0, name: state.name };
        const fields = { ...state.fields, inventory: to };
        const values = fields as Fields;
        const declaration = kindOf(type);
        await resources.creation.append({ declaration, id: copy.id, values, fields }, step(context, type, member));
        return { original: { ref: type, state }, copy };
      });
      made.push(...(await Promise.all(batch)));
    }
    return made;
  }

  private async link(
    { group, relation, target }: Place,
    child: Copy | undefined,
    context: WriteContext,
  ): Promise<void> {
    if (!child) return;
    const data = { relation, child: { ...child, ref: streamOf(kindOf(target), child.id) } };
    const command = { type: 'AttachResource', data } as const;
    await this.ports.resources.aggregates.handle('group', group, command, step(context, relation, group, child.id));
  }
}

const LINKS = [
  ['hosts', 'host'],
  ['children', 'group'],
] as const;

interface Copy {
  readonly id: number;
  readonly name: string;
}

interface Copied {
  readonly original: { readonly ref: Member; readonly state: ResourceState };
  readonly copy: Copy;
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
