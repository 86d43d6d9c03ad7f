import { randomUUID } from 'node:crypto';
import type { AggregateRunner } from '@application/event-sourcing';
import type { PasswordHasher } from '@application/ports';
import { catalogOf, kindOf, streamOf } from '@application/resources';
import type { Viewer } from '@domain/access';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { resourceDecider } from '@domain/resource';

/** Keeps passwords under the cost that is asked for today: the only moment to do so is when one is shown. */
export class PasswordRenewal {
  constructor(
    private readonly runner: AggregateRunner,
    private readonly hasher: PasswordHasher,
  ) {}

  /** @param passwordHash under which the password passed; a user who has changed it meanwhile keeps his new one */
  async renew({ id }: Viewer, passwordHash: string, password: string): Promise<void> {
    if (!this.hasher.isOutdated(passwordHash)) return;
    const kind = kindOf('user');
    const decider = resourceDecider(kind.noun);
    const fields = { password: await this.hasher.hash(password) };
    const commandId = randomUUID();
    await this.runner.handle({
      stream: streamOf(kind, id),
      decider,
      catalog: catalogOf(kind),
      decideWith: (state) =>
        state.status === 'live' && state.fields['password'] === passwordHash
          ? decider.decide({ type: 'ChangeResource', data: { name: state.name, fields, claims: null } }, state)
          : [],
      context: { commandId, correlation: commandId, causation: commandId, actor: SYSTEM_ACTOR },
    });
  }
}
