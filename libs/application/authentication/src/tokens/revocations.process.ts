import { type AggregateRunner, derivedId } from '@application/event-sourcing';
import type { Position, ReadStore, StoredEvent } from '@application/ports';
import { TOKEN_TABLE } from './tables.js';
import { Tokens } from './tokens.js';

export interface RevocationPorts {
  readonly runner: AggregateRunner;
  readonly store: Pick<ReadStore, 'all'>;
  readonly caughtUp: (position: Position | undefined) => Promise<void>;
}

/** Revokes the tokens of a user who is deleted. A process manager; the tokens are worth nothing from the deletion on. */
export const tokenRevocations = ({ runner, store, caughtUp }: RevocationPorts) => {
  const tokens = new Tokens(runner);
  return {
    name: 'token-revocations',
    reactsTo: ['UserDeleted'],
    handle: async (event: StoredEvent): Promise<void> => {
      await caughtUp(event.position);
      const user = Number(event.stream.slice(event.stream.lastIndexOf('-') + 1));
      for (const row of await store.all(`SELECT id FROM ${TOKEN_TABLE} WHERE "user" = ? ORDER BY id`, [user])) {
        const id = Number(row['id']);
        await tokens.handle(
          id,
          { type: 'RevokeToken', reason: 'user-deleted' },
          {
            commandId: derivedId('token-revocations', event.id, id),
            correlation: event.meta.correlation,
            causation: event.id,
            actor: event.meta.actor,
          },
        );
      }
    },
  };
};
