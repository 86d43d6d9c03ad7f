import { randomUUID } from 'node:crypto';
import type { IdAllocator, IdSpace } from '@application/ports';
import { type IdBlock, ids, idsCatalog, type IdsEvent } from '@domain/ids';
import { SYSTEM_ACTOR } from '@domain/kernel';
import type { AggregateRunner } from './handle.js';
import { KeyedTurns } from './keyed-turns.js';

/** Ids reserved at a time: small at first, so that a fresh installation counts 1, 2, 3 and a short run wastes little. */
const BLOCK_SIZES = [1, 16, 64, 256, 1024];

interface Supply {
  next: number;
  end: number;
  blocks: number;
}

/**
 * Hands out integer ids from blocks reserved in the log (stream `ids`). Processes that reserve at the same moment decide
 * again and get different blocks; ids left over when a process ends are gaps. Reads nothing before the first id is asked for.
 */
export class LogIdAllocator implements IdAllocator {
  private readonly supplies = new Map<IdSpace, Supply>();
  private readonly turns = new KeyedTurns();

  /** @param newId makes command ids; two processes must never make the same, or they would share a block */
  constructor(
    private readonly runner: Pick<AggregateRunner, 'handle'>,
    private readonly newId: () => string = randomUUID,
  ) {}

  async next(space: IdSpace): Promise<number> {
    const [id] = await this.many(space, 1);
    if (id === undefined) throw new Error(`no id of ${space}`);
    return id;
  }

  many(space: IdSpace, count: number): Promise<readonly number[]> {
    return this.turns.run(space, async () => {
      const taken: number[] = [];
      const supply = this.supplyOf(space);
      while (taken.length < count) {
        if (supply.next > supply.end) await this.refill(space, supply, count - taken.length);
        taken.push(supply.next);
        supply.next += 1;
      }
      return taken;
    });
  }

  private supplyOf(space: IdSpace): Supply {
    const known = this.supplies.get(space);
    if (known) return known;
    const fresh = { next: 1, end: 0, blocks: 0 };
    this.supplies.set(space, fresh);
    return fresh;
  }

  private async refill(space: IdSpace, supply: Supply, needed: number): Promise<void> {
    const size = BLOCK_SIZES[Math.min(supply.blocks, BLOCK_SIZES.length - 1)] ?? 1;
    const block = await this.reserve(space, Math.max(size, needed));
    supply.next = block.from;
    supply.end = block.to;
    supply.blocks += 1;
  }

  private async reserve(space: IdSpace, count: number): Promise<IdBlock> {
    const commandId = this.newId();
    const { events } = await this.runner.handle({
      stream: 'ids',
      decider: ids,
      catalog: idsCatalog,
      command: { type: 'ReserveIds', space, count },
      context: { commandId, correlation: commandId, causation: commandId, actor: SYSTEM_ACTOR },
    });
    const reserved = events[0];
    if (!reserved) throw new Error(`no block of ${space} was reserved`);
    return reserved.data as IdsEvent['data'];
  }
}
