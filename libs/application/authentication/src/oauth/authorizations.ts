import type { AggregateRunner, CommandContext } from '@application/event-sourcing';
import type { Clock } from '@application/ports';
import { hashOf, newSecret } from '@application/random-secrets';
import { type Authorization, authorization, authorizationCatalog, type Granted } from '@domain/authorization';
import { later } from '../secrets/later.js';

/** AWX's default. */
const CODE_SECONDS = 600;

/** What is allowed, and to whom. */
export type Allowance = Omit<Granted, 'secretHash' | 'expires'>;

const place = { decider: authorization, catalog: authorizationCatalog } as const;

const streamOf = (code: string): string => `authorization-${hashOf(code).slice(0, 32)}`;

/** Codes that users give to applications, which give them for tokens. */
export class Authorizations {
  constructor(
    private readonly runner: AggregateRunner,
    private readonly clock: Clock,
  ) {}

  /** @returns the code, which is kept nowhere */
  async grant(allowance: Allowance, context: CommandContext): Promise<string> {
    const code = newSecret();
    const data = { ...allowance, secretHash: hashOf(code), expires: later(this.clock.now(), CODE_SECONDS) };
    const command = { type: 'GrantAuthorization', data } as const;
    await this.runner.handle({ stream: streamOf(code), ...place, command, context });
    return code;
  }

  async find(code: string): Promise<Authorization> {
    const { state } = await this.runner.load(streamOf(code), place.decider, place.catalog);
    return state.status !== 'none' && state.granted.secretHash === hashOf(code) ? state : { status: 'none' };
  }

  /** @throws DomainError when it is not good (any more) */
  async redeem(code: string, token: number, context: CommandContext): Promise<void> {
    const command = { type: 'RedeemAuthorization', token, at: this.clock.now() } as const;
    await this.runner.handle({ stream: streamOf(code), ...place, command, context });
  }
}
