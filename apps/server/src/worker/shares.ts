import { KeyedTurns } from '@application/event-sourcing';
import type { ConsumeOptions, ConsumerGroups, GroupTrouble, StoredEvent } from '@application/ports';
import type { ProcessManager } from '@application/processes';
import type { WorkParts } from './parts.js';

export interface SharesParts extends Pick<WorkParts, 'logger' | 'onFailure' | 'reached'> {
  readonly groups: ConsumerGroups;
}

type GroupOptions = Pick<ConsumeOptions, 'group' | 'atOnce'>;

/** What this process does of the work that an installation's processes share. */
export class Shares {
  private readonly stopping = new AbortController();
  private readonly work: Promise<void>[] = [];
  private readonly turns = new KeyedTurns();

  constructor(private readonly parts: SharesParts) {}

  /** Hands each event that comes to this process to all of these managers that react to its type. A stream stays with one process. */
  consume(managers: readonly ProcessManager[], options: GroupOptions): void {
    this.join(managers, options);
  }

  /** The same for events that all lie on one stream: whoever is least busy gets them, in the order that the manager asks for. */
  spread(manager: ProcessManager, options: GroupOptions): void {
    this.join([manager], { ...options, sharing: 'any', ...(manager.key && { key: manager.key }) });
  }

  /** Something that goes on until this process stops. */
  run(work: (signal: AbortSignal) => Promise<void>): void {
    this.work.push(work(this.stopping.signal).catch(this.parts.onFailure));
  }

  /** Takes nothing more, and finishes what is under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.work);
  }

  private join(
    managers: readonly ProcessManager[],
    options: GroupOptions & Pick<ConsumeOptions, 'sharing' | 'key'>,
  ): void {
    const eventTypes = [...new Set(managers.flatMap(({ reactsTo }) => reactsTo))].sort();
    const onTrouble = (trouble: GroupTrouble): void => this.tell(options.group, trouble);
    this.run((signal) =>
      this.parts.groups.consume({ ...options, filter: { eventTypes }, signal, onTrouble }, ({ event }) =>
        this.handle(managers, event),
      ),
    );
  }

  /** All of them, even when one fails: the event comes again, and the others do nothing then. */
  private async handle(managers: readonly ProcessManager[], event: StoredEvent): Promise<void> {
    const asked = managers.filter(({ reactsTo }) => reactsTo.includes(event.type));
    const done = await Promise.allSettled(asked.map((manager) => this.inTurn(manager, event)));
    const failed = done.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
  }

  /** The group keeps the order of a stream; what some manager wants in order beyond that is seen to here. */
  private inTurn(manager: ProcessManager, event: StoredEvent): Promise<void> {
    const work = async (): Promise<void> => {
      this.parts.reached?.(`before:${manager.name}`);
      await manager.handle(event);
      this.parts.reached?.(`after:${manager.name}`);
    };
    return manager.key ? this.turns.run(`${manager.name} ${manager.key(event)}`, work) : work();
  }

  private tell(group: string, trouble: GroupTrouble): void {
    const { logger } = this.parts;
    if (trouble.kind === 'connection')
      return logger.warn('the store let go of a consumer', { group, failures: trouble.failures, error: trouble.error });
    const { event, attempt, final, error } = trouble;
    logger[final ? 'error' : 'warn'](final ? 'an event was parked' : 'an event is tried again', {
      ...{ group, stream: event.stream, revision: event.revision, type: event.type, attempt, error },
    });
  }
}
