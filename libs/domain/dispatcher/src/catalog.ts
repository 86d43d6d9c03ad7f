import type { EventCatalog } from '@domain/kernel';
import type { DispatcherEvent } from './messages.js';

export const dispatcherCatalog: EventCatalog<DispatcherEvent> = {
  SlotClaimed: { schema: 1, about: 'A job is admitted: what it occupies, and the attempt a runner makes.' },
  SlotReleased: { schema: 1, about: 'A job is over and no longer stands in the way of others.' },
  SlotsCarriedOver: { schema: 1, about: 'All slots held at this moment, so that reading may start here.' },
};
