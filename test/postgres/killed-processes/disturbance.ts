import { setTimeout as pass } from 'node:timers/promises';
import type { Installation } from './installation.js';
import type { Mortal } from './mortal.js';

const SHORTEST_MS = 400;
const SPREAD_MS = 1_200;
/** How often another one dies while some are still starting: where that were always so, nothing would ever run on a slow machine. */
const IMPATIENCE = 0.25;
/** How often a whole role dies at once. */
const WIPE_OUT = 0.1;

/** Kills processes in turn, and breaks connections to the store now and then; a seed names the order of it all. */
export class Disturbance {
  kills = 0;
  /** Kills of a process that held an office. */
  depositions = 0;
  faults = 0;
  private round: Mortal[] = [];

  constructor(
    private readonly installation: Installation,
    private readonly numbers: Iterator<number>,
  ) {}

  /** Until the signal aborts; then everything runs again. */
  async rage(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pass(SHORTEST_MS + this.chance() * SPREAD_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) break;
      if (this.chance() < 0.25) await this.breakSomething();
      await this.killNext();
      const most = this.chance() < IMPATIENCE ? 2 : 0;
      while (this.starting.length > most) await Promise.race(this.starting.map(({ ready }) => ready));
    }
    await this.installation.ready();
  }

  private get starting(): readonly Mortal[] {
    return this.installation.processes.filter(({ isStarting }) => isStarting);
  }

  private async killNext(): Promise<void> {
    const victim = this.next();
    const all = this.chance() < WIPE_OUT ? this.installation.processes.filter(({ role }) => role === victim.role) : [];
    await victim.ready;
    const holders = await this.installation.database.holders();
    for (const each of new Set([victim, ...all])) {
      if (holders.has(each.name)) this.depositions += 1;
      this.kills += 1;
      await each.kill();
      void each.start();
    }
  }

  /** Each once in a round, in another order each time. */
  private next(): Mortal {
    if (this.round.length === 0) this.round = [...this.installation.processes];
    const [victim] = this.round.splice(Math.floor(this.chance() * this.round.length), 1);
    if (!victim) throw new Error('there is nobody to kill');
    return victim;
  }

  private async breakSomething(): Promise<void> {
    const { double } = this.installation;
    const faults = [
      () => double.tell('breakSubscriptions'),
      () => double.tell('dropConsumers'),
      () => double.tell('moveStreams'),
      () => double.tell('repeatDeliveries'),
      () => double.tell('restartGroups'),
      () =>
        double.tell('planAppendFaults', 'dropped', 'done-but-dropped', 'done-but-late', 'not-leader', 'unavailable'),
      async () => {
        await double.tell('breakSubscriptions');
        await double.tell('dropConsumers');
      },
    ];
    this.faults += 1;
    await faults[Math.floor(this.chance() * faults.length)]?.();
  }

  private chance(): number {
    return Number(this.numbers.next().value);
  }
}
