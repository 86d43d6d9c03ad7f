import { type ParkedSource, parkedInNotes } from '@application/operations';
import type { Position, Projection, ReadStore } from '@application/ports';
import { Health } from '../health/health.js';
import { VERSION } from '../product.js';
import { PROJECTIONS } from './read-models.js';
import type { Stores } from './stores.js';

/** Who answers for his health. */
export interface Self {
  readonly node: string;
  readonly roles: readonly string[];
  /** Where events are put aside beside the read store. */
  readonly parked?: readonly ParkedSource[];
}

export const bindHealth = (
  { log, read, clock }: Pick<Stores, 'log' | 'read' | 'clock'>,
  { parked = [], ...self }: Self,
): Health =>
  new Health({
    ...{ ...self, version: VERSION, log, clock },
    shown: () => shownBy(read, PROJECTIONS),
    parked: async () => {
      const counts = await Promise.all([parkedInNotes(read), ...parked].map((source) => source.count()));
      return counts.reduce((sum, count) => sum + count, 0);
    },
  });

/** What all projections have reached, by their checkpoints: the process that keeps them may be another one. */
const shownBy = async (
  read: Pick<ReadStore, 'checkpoint'>,
  projections: readonly Projection[],
): Promise<Position | undefined> => {
  const reached = await Promise.all(projections.map((projection) => read.checkpoint(projection)));
  const [first] = reached.filter((position) => position !== undefined).sort();
  return reached.includes(undefined) ? undefined : first;
};
