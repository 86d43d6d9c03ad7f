import { derivedId } from '@application/event-sourcing';
import type { StoredEvent } from '@application/ports';
import { RESOURCES } from '../registry.js';
import type { ResourcePorts } from './context.js';
import { Aggregates } from './aggregates.js';
import { Cascade } from './cascade.js';
import { Names } from './names.js';

/** Finishes what a crash left of a deletion. A process manager: `name`, `reactsTo` and `handle` fit the runner. */
export const deletions = (ports: ResourcePorts) => {
  const aggregates = new Aggregates(ports.runner, ports.shared);
  const cascade = new Cascade(aggregates, new Names(ports.runner, aggregates), ports.store);
  const kinds = new Map(RESOURCES.map((kind) => [`${kind.noun}Deleted`, kind]));
  return {
    name: 'resource-deletions',
    reactsTo: [...kinds.keys()],
    handle: async (event: StoredEvent): Promise<void> => {
      const kind = kinds.get(event.type);
      if (!kind) return;
      await ports.caughtUp(event.position);
      const id = Number(event.stream.slice(event.stream.lastIndexOf('-') + 1));
      const { claims } = await aggregates.load(kind.type, id);
      await cascade.after(kind.type, id, claims, {
        commandId: derivedId('deletion', event.id),
        correlation: event.meta.correlation,
        causation: event.id,
        actor: event.meta.actor,
      });
    },
  };
};
