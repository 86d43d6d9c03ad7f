import type { CommandContext } from '@application/event-sourcing';
import type { Clock, IdAllocator, Position } from '@application/ports';
import type { Named, TokenOrigin } from '@domain/access-token';
import { later } from '../secrets/later.js';
import { hashOf, newSecret } from '@application/random-secrets';
import type { ShownSecrets } from './token-views.js';
import type { Tokens } from './tokens.js';

/** AWX's default: a thousand years. */
const ACCESS_SECONDS = 31_536_000_000;
/** AWX's default: a month. */
const REFRESH_SECONDS = 2_628_000;

/** What a new token is for. */
export interface Order {
  readonly user: Named;
  readonly application: Named | null;
  readonly origin: TokenOrigin;
  readonly scope: string;
  readonly description: string;
}

export interface IssuedToken extends ShownSecrets {
  readonly id: number;
  readonly expires: string;
  readonly position: Position | undefined;
}

export interface IssuePorts {
  readonly tokens: Tokens;
  readonly ids: IdAllocator;
  readonly clock: Clock;
}

/** Makes tokens. Their secrets are in the answer and nowhere else. */
export class TokenIssue {
  constructor(private readonly ports: IssuePorts) {}

  /** @param reserved the id, where the event that led here has set one aside */
  async issue(order: Order, context: CommandContext, reserved?: number): Promise<IssuedToken> {
    const id = reserved ?? (await this.ports.ids.next('access_token'));
    const now = this.ports.clock.now();
    const expires = later(now, ACCESS_SECONDS);
    const token = newSecret();
    const refreshToken = order.application ? newSecret() : null;
    const refresh =
      refreshToken === null ? null : { secretHash: hashOf(refreshToken), expires: later(now, REFRESH_SECONDS) };
    const access = { secretHash: hashOf(token), expires };
    const { position } = await this.ports.tokens.handle(
      id,
      { type: 'IssueToken', data: { id, ...order, access, refresh } },
      context,
    );
    return { id, token, refreshToken, expires, position };
  }
}
