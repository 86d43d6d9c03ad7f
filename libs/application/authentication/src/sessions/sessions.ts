import type { AggregateRunner, CommandContext } from '@application/event-sourcing';
import type { Clock, Position, ReadStore } from '@application/ports';
import type { Viewer } from '@domain/access';
import { type ClosingReason, session, type SessionCommand, sessionCatalog } from '@domain/session';
import { later } from '../secrets/later.js';
import { hashOf, newSecret } from '@application/random-secrets';
import { VIEWER_COLUMNS, viewerOf } from '../viewer-of.js';
import { LastSeen, type LastUses, SharedLastSeen } from './last-seen.js';
import { SESSION_TABLE } from './session-projection.js';

/** A session ends when it was not used for so long (AWX's default); seconds. */
export const IDLE_SECONDS = 1800;
/** And after so long in any case. */
const LONGEST_SECONDS = 12 * 3600;

export interface SessionPorts {
  readonly runner: AggregateRunner;
  readonly store: Pick<ReadStore, 'all'>;
  readonly clock: Clock;
  readonly caughtUp: (position: Position | undefined) => Promise<void>;
  /** Where several processes tell each other when sessions are used; absent where there is one. */
  readonly notes?: Pick<ReadStore, 'note' | 'notes' | 'setNote'>;
}

const FIND = `SELECT s.opened, s.expires, ${VIEWER_COLUMNS} FROM ${SESSION_TABLE} s JOIN "user" u ON u.id = s."user" WHERE s.secret_hash = ?`;

/** Logins that last: who has the key of a session is its user. */
export class Sessions {
  private readonly lastUses: LastUses;

  constructor(private readonly ports: SessionPorts) {
    const started = Date.parse(ports.clock.now());
    const own = new LastSeen(started);
    const { notes } = ports;
    this.lastUses = notes ? new SharedLastSeen(own, notes, { started, keptFor: IDLE_SECONDS * 1000 }) : own;
  }

  /** @returns the key, which is kept nowhere */
  async open(user: Viewer, address: string, request: string): Promise<string> {
    const key = newSecret();
    const expires = later(this.ports.clock.now(), LONGEST_SECONDS);
    const data = { secretHash: hashOf(key), user: { id: user.id, name: user.username }, expires, address };
    await this.tell(key, { type: 'OpenSession', data }, contextOf(user, request));
    return key;
  }

  /** The user of a session that is open; this counts as using it. */
  async find(key: string): Promise<Viewer | undefined> {
    const secretHash = hashOf(key);
    const [row] = await this.ports.store.all(FIND, [secretHash]);
    const now = this.ports.clock.now();
    if (!row || String(row['expires']) <= now) return undefined;
    const time = Date.parse(now);
    const seen = await this.lastUses.at(secretHash, Date.parse(String(row['opened'])), time);
    if (time - seen >= IDLE_SECONDS * 1000) return undefined;
    await this.lastUses.note(secretHash, time);
    return viewerOf(row);
  }

  /** Nothing happens to a key that opens nothing. */
  async close(key: string, reason: ClosingReason, request: string): Promise<void> {
    const user = await this.find(key);
    if (!user) return;
    await this.tell(key, { type: 'CloseSession', reason }, contextOf(user, request));
    await this.lastUses.forget(hashOf(key));
  }

  private async tell(key: string, command: SessionCommand, context: CommandContext): Promise<void> {
    const stream = sessionStream(hashOf(key));
    const { position } = await this.ports.runner.handle({
      ...{ stream, decider: session, catalog: sessionCatalog, command, context },
    });
    await this.ports.caughtUp(position);
  }
}

/** By the hash of the key. */
export const sessionStream = (secretHash: string): string => `session-${secretHash.slice(0, 32)}`;

const contextOf = ({ id, username }: Viewer, request: string): CommandContext => ({
  commandId: `session ${request}`,
  correlation: request,
  causation: request,
  actor: { kind: 'user', id, name: username },
  request,
});
