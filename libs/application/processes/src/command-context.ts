import { derivedId, type CommandContext } from '@application/event-sourcing';
import type { StoredEvent } from '@application/ports';
import type { Actor } from '@domain/kernel';

/** The context of a command that follows from an event: repeated delivery gives the same command id. */
export const following = (event: StoredEvent, step: string, actor: Actor = event.meta.actor): CommandContext => ({
  commandId: derivedId('command', event.id, step),
  correlation: event.meta.correlation,
  causation: event.id,
  actor,
});
