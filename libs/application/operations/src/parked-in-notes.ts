import type { ReadStore } from '@application/ports';
import { parkedEvents } from '@application/processes';
import type { ParkedSource } from './parked-source.js';

/** What process managers put aside that follow the log by themselves: all of them where one process is the whole installation. */
export const parkedInNotes = (store: Pick<ReadStore, 'notes'>): ParkedSource => ({
  list: async () =>
    (await parkedEvents(store)).map(({ manager, at, ...parked }) => ({
      ...parked,
      handler: manager,
      recorded: at ?? null,
    })),
  count: async () => (await parkedEvents(store)).length,
});
