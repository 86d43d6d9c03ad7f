import { type AggregateRunner, type CommandContext, derivedId, type Handled } from '@application/event-sourcing';
import type { Position, ReadStore, Row } from '@application/ports';
import type { Actor } from '@domain/kernel';
import { session, sessionCatalog } from '@domain/session';
import { SESSION_TABLE } from './sessions/session-projection.js';
import { sessionStream } from './sessions/sessions.js';
import { TOKEN_TABLE } from './tokens/tables.js';
import { Tokens } from './tokens/tokens.js';

export interface ExpiredLoginPorts {
  readonly runner: AggregateRunner;
  readonly store: Pick<ReadStore, 'all'>;
  readonly caughtUp: (position: Position | undefined) => Promise<void>;
}

/** Who cleans up, and when. */
export interface Cleaning {
  /** System job that does it. */
  readonly job: number;
  readonly by: Actor;
  readonly now: string;
}

const AT_ONCE = 500;

const SESSIONS = `SELECT secret_hash AS key FROM ${SESSION_TABLE} WHERE expires <= ? AND secret_hash > ? ORDER BY secret_hash LIMIT ${AT_ONCE}`;
/** A token that can still be refreshed is of use although its own time is over. */
const TOKENS = `SELECT id AS key FROM ${TOKEN_TABLE} WHERE expires <= ?1 AND COALESCE(refresh_expires, '') <= ?1 AND id > ?2
  ORDER BY id LIMIT ${AT_ONCE}`;

type End = (key: Row['key'], context: CommandContext) => Promise<Pick<Handled<unknown>, 'position'>>;

/** Ends logins whose time is over: nobody can use them any more, but they are still kept. */
export class ExpiredLogins {
  private readonly tokenStreams: Tokens;

  constructor(private readonly ports: ExpiredLoginPorts) {
    this.tokenStreams = new Tokens(ports.runner);
  }

  /** @returns how many there were */
  sessions(cleaning: Cleaning): Promise<number> {
    const { runner } = this.ports;
    const command = { type: 'CloseSession', reason: 'expired' } as const;
    return this.endAll({ sql: SESSIONS, first: '' }, cleaning, (key, context) =>
      runner.handle({
        ...{ stream: sessionStream(String(key)), decider: session, catalog: sessionCatalog, command, context },
      }),
    );
  }

  /** @returns how many there were */
  tokens(cleaning: Cleaning): Promise<number> {
    return this.endAll({ sql: TOKENS, first: 0 }, cleaning, (key, context) =>
      this.tokenStreams.handle(Number(key), { type: 'RevokeToken', reason: 'expired' }, context),
    );
  }

  /** Page by page, each by its key: what cannot be ended is passed over. */
  private async endAll(
    { sql, first }: { readonly sql: string; readonly first: string | number },
    { job, by, now }: Cleaning,
    end: End,
  ): Promise<number> {
    let ended = 0;
    let position: Position | undefined;
    for (let last: Row['key'] = first; ;) {
      const rows = await this.ports.store.all(sql, [now, last ?? first]);
      for (const { key = null } of rows) {
        const commandId = derivedId('expired', job, String(key));
        const about = `job-${job}`;
        ({ position } = await end(key, { commandId, correlation: about, causation: about, actor: by }));
      }
      ended += rows.length;
      last = rows.at(-1)?.['key'] ?? last;
      if (rows.length < AT_ONCE) break;
    }
    await this.ports.caughtUp(position);
    return ended;
  }
}
