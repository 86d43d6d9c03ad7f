import { randomUUID } from 'node:crypto';
import type { AggregateRunner } from '@application/event-sourcing';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { type HeldOff, login, loginCatalog } from '@domain/login';

/** So many beginnings are told of in the time; a million wrong passwords must not fill the log. */
const MOST = 20;
const WINDOW_MS = 600_000;

/** Writes down that logins are held off. */
export class LoginRecords {
  private began = -Infinity;
  private told = 0;
  private untold = 0;

  constructor(
    private readonly runner: AggregateRunner,
    private readonly now: () => number = () => performance.now(),
  ) {}

  async heldOff(what: Omit<HeldOff, 'untold'>): Promise<void> {
    if (this.now() - this.began >= WINDOW_MS) [this.began, this.told] = [this.now(), 0];
    if (this.told >= MOST) return void (this.untold += 1);
    this.told += 1;
    const data = { ...what, untold: this.untold };
    this.untold = 0;
    const commandId = randomUUID();
    await this.runner.handle({
      stream: `login-${what.user?.id ?? 0}`,
      decider: login,
      catalog: loginCatalog,
      command: { type: 'HoldOffLogins', data },
      context: { commandId, correlation: commandId, causation: commandId, actor: SYSTEM_ACTOR },
    });
  }
}
