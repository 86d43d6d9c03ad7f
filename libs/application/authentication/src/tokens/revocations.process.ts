import { type AggregateRunner, derivedId } from '@application/event-sourcing';
import type { Position, ReadStore, StoredEvent } from '@application/ports';
import type { RevocationReason } from '@domain/access-token';
import { TOKEN_TABLE } from './tables.js';
import { Tokens } from './tokens.js';

export interface RevocationPorts {
  readonly runner: AggregateRunner;
  readonly store: Pick<ReadStore, 'all'>;
  readonly caughtUp: (position: Position | undefined) => Promise<void>;
}

/** Whose tokens go, by the event that says that he or it is gone. */
const OWNERS: Readonly<Record<string, { readonly column: string; readonly reason: RevocationReason }>> = {
  UserDeleted: { column: '"user"', reason: 'user-deleted' },
  ApplicationDeleted: { column: 'application', reason: 'application-deleted' },
};

/** Revokes the tokens of users and applications that are deleted: from then on they are worth nothing anyway. A process manager. */
export const tokenRevocations = ({ runner, store, caughtUp }: RevocationPorts) => {
  const tokens = new Tokens(runner);
  return {
    name: 'token-revocations',
    reactsTo: Object.keys(OWNERS),
    handle: async (event: StoredEvent): Promise<void> => {
      const owner = OWNERS[event.type];
      if (!owner) return;
      await caughtUp(event.position);
      const gone = Number(event.stream.slice(event.stream.lastIndexOf('-') + 1));
      for (const row of await store.all(`SELECT id FROM ${TOKEN_TABLE} WHERE ${owner.column} = ? ORDER BY id`, [
        gone,
      ])) {
        const id = Number(row['id']);
        await tokens.handle(
          id,
          { type: 'RevokeToken', reason: owner.reason },
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
