import type { Consumer } from './consumer.js';
import type { StrategyName } from './settings.js';

/** Whom an event goes to. `skip`: its consumer is full, others are not. `full`: nobody takes anything. */
export type Choice = Consumer | 'skip' | 'full';

/** Shares events out. */
export interface Strategy {
  joined(consumer: Consumer): void;
  left(consumer: Consumer): void;
  choose(stream: string): Choice;
}

export const strategyOf = (name: StrategyName): Strategy => {
  if (name === 'Pinned') return new Pinned();
  return name === 'RoundRobin' ? new Queue('turn') : new Queue('stay');
};

/** `turn`: each event goes to the next one. `stay`: the first one gets all it can take. */
class Queue implements Strategy {
  private readonly consumers: Consumer[] = [];

  constructor(private readonly kind: 'turn' | 'stay') {}

  joined(consumer: Consumer): void {
    this.consumers.push(consumer);
  }

  left(consumer: Consumer): void {
    this.consumers.splice(this.consumers.indexOf(consumer), 1);
  }

  choose(): Choice {
    const place = this.consumers.findIndex(({ isFull }) => !isFull);
    const chosen = this.consumers[place];
    if (!chosen) return 'full';
    if (this.kind === 'turn') this.consumers.push(...this.consumers.splice(place, 1));
    return chosen;
  }
}

const BUCKETS = 1024;

/** Streams fall into buckets, buckets belong to consumers. Who joins takes its share from the others; who leaves gives it back. */
export class Pinned implements Strategy {
  private consumers: Consumer[] = [];
  private owners: (Consumer | undefined)[] = Array.from({ length: BUCKETS }, () => undefined);

  joined(consumer: Consumer): void {
    this.consumers.push(consumer);
    const share = Math.floor(BUCKETS / this.consumers.length);
    const owned = new Map<Consumer | undefined, number>();
    for (const owner of this.owners) owned.set(owner, (owned.get(owner) ?? 0) + 1);
    this.owners = this.owners.map((owner) => {
      const others = owned.get(owner) ?? 0;
      if (owner !== undefined && others <= share) return owner;
      owned.set(owner, others - 1);
      return consumer;
    });
  }

  left(consumer: Consumer): void {
    this.consumers = this.consumers.filter((other) => other !== consumer);
    this.owners = this.owners.map((owner, bucket) =>
      owner === consumer ? this.consumers[bucket % this.consumers.length] : owner,
    );
  }

  /** Every stream goes to another consumer from now on, if there is one. */
  move(): void {
    const next = (owner: Consumer): Consumer | undefined =>
      this.consumers[(this.consumers.indexOf(owner) + 1) % this.consumers.length];
    this.owners = this.owners.map((owner) => owner && next(owner));
  }

  choose(stream: string): Choice {
    if (this.consumers.every(({ isFull }) => isFull)) return 'full';
    const owner = this.owners[bucketOf(stream)];
    return owner === undefined || owner.isFull ? 'skip' : owner;
  }
}

/** FNV-1a. The server hashes otherwise; that it spreads is all that matters. */
const bucketOf = (stream: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < stream.length; index += 1) {
    hash = Math.imul(hash ^ stream.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % BUCKETS;
};
