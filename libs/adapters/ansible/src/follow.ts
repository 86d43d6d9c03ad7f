import type { RunEvent, RunObserver, RunOutcome } from '@application/ports';
import { EventReader } from './event-reader.js';
import { isAlive, killStragglers, type ProcessIdentity, signalGroup } from './process-identity.js';
import type { RunDirectory, RunRecord } from './run-directory.js';
import { checkoutLine, checkoutRevision } from './checkout-output.js';
import { outcomeOf } from './outcome.js';

/** Ends a wait early: the process ended, or somebody asked for a stop. */
export interface Wakeable {
  /** Somebody asked this process to cancel the run. */
  readonly isCanceled: boolean;
  /** Resolves on the next wake-up, at the latest after `milliseconds`. */
  wait(milliseconds: number): Promise<void>;
}

export interface Followed {
  readonly directory: RunDirectory;
  readonly record: RunRecord;
  readonly storedEvents: number;
  readonly wakeable: Wakeable;
  readonly grace: number;
}

const PERIOD = 50;
const PATIENCE = 5000;

/** Tells the events of a started run until it has ended, sees to its time limit and to requests to stop. */
export class Follower {
  private readonly reader: EventReader;
  private identity: ProcessIdentity | null = null;
  private lastSignal = -1;
  private stopSeenAt: number | null = null;
  private readonly since = performance.now();

  constructor(
    private readonly run: Followed,
    private readonly observer: RunObserver,
  ) {
    this.reader = new EventReader(run.directory);
  }

  /** @returns `lost` when the process is gone without an exit status and nobody asked for that */
  async untilEnd(): Promise<RunOutcome | 'lost'> {
    try {
      while (!(await this.hasEnded())) {
        await this.tell(false);
        await this.enforceStop();
        await this.run.wakeable.wait(PERIOD);
      }
      await this.tell(true);
      return await this.outcome();
    } finally {
      await this.reader.close();
    }
  }

  private async hasEnded(): Promise<boolean> {
    const { directory } = this.run;
    if ((await directory.exitStatus()) !== null) return true;
    this.identity ??= await directory.identity();
    if (this.identity === null) return performance.now() - this.since > PATIENCE;
    return !isAlive(this.identity);
  }

  private async tell(ended: boolean): Promise<void> {
    for (let events = await this.reader.next(); events.length > 0; events = await this.reader.next()) {
      await this.deliver(events);
    }
    const isCheckout = this.run.record.kind === 'project_update';
    if (ended || isCheckout)
      await this.deliver(await this.reader.printed(ended, isCheckout ? checkoutLine : undefined));
  }

  private async deliver(events: readonly RunEvent[]): Promise<void> {
    const fresh = events.filter((event) => event.counter > this.run.storedEvents);
    if (fresh.length > 0) await this.observer.events(fresh);
  }

  /** SIGINT at once, SIGTERM and SIGKILL each after another grace, which no change of the wall clock makes shorter or longer. */
  private async enforceStop(): Promise<void> {
    const { directory, record, grace, wakeable } = this.run;
    if (wakeable.isCanceled) await directory.requestStop('canceled');
    if (record.deadline !== null && Date.now() >= record.deadline) await directory.requestStop('timeout');
    if ((await directory.stopRequest()) === null || this.identity === null) return;
    this.stopSeenAt ??= performance.now();
    const step = Math.min(Math.floor((performance.now() - this.stopSeenAt) / grace), 2);
    if (step <= this.lastSignal) return;
    this.lastSignal = step;
    signalGroup(this.identity, (['SIGINT', 'SIGTERM', 'SIGKILL'] as const)[step] ?? 'SIGKILL');
  }

  private async outcome(): Promise<RunOutcome | 'lost'> {
    const { directory } = this.run;
    const [exitCode, stop] = await Promise.all([directory.exitStatus(), directory.stopRequest()]);
    if (exitCode === null) killStragglers(directory.path);
    await directory.removeInputs();
    if (exitCode === null && stop === null) return 'lost';
    const { artifacts, stats, lastCounter } = this.reader;
    const revision = await checkoutRevision(directory);
    return outcomeOf({ exitCode, stop, artifacts, stats, eventCount: lastCounter, revision });
  }
}
