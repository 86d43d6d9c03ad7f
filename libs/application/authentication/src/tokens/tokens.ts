import type { AggregateRunner, CommandContext, Handled } from '@application/event-sourcing';
import { accessToken, type Token, type TokenCommand, tokenCatalog } from '@domain/access-token';

/** The tokens' streams. */
export class Tokens {
  constructor(private readonly runner: AggregateRunner) {}

  handle(id: number, command: TokenCommand, context: CommandContext): Promise<Handled<Token>> {
    return this.runner.handle({
      stream: `token-${id}`,
      decider: accessToken,
      catalog: tokenCatalog,
      command,
      context,
    });
  }
}
