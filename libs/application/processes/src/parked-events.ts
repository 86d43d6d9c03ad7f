import type { EventLog, ReadStore, StoredEvent } from '@application/ports';
import type { ProcessManager } from './process-manager.js';

/** An event that was put aside, and why. */
export interface Parked {
  readonly manager: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly error: string;
  /** When the event was recorded; notes of older programs do not tell. */
  readonly at?: string;
}

const PREFIX = 'parked:';
const noteOf = (event: StoredEvent, { name }: ProcessManager): string => `${PREFIX}${event.position}:${name}`;

/** All events that are put aside, oldest first. */
export const parkedEvents = async (store: Pick<ReadStore, 'notes'>): Promise<readonly Parked[]> =>
  [...(await store.notes(PREFIX)).values()].map((text) => JSON.parse(text) as Parked);

/** Events that a manager could not handle, put aside so that the rest goes on. */
export class ParkedEvents {
  constructor(
    private readonly log: Pick<EventLog, 'readStream'>,
    private readonly store: Pick<ReadStore, 'notes' | 'setNote'>,
  ) {}

  async park(manager: ProcessManager, event: StoredEvent, error: unknown): Promise<void> {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const { stream, revision, type, meta } = event;
    const parked: Parked = { manager: manager.name, stream, revision, type, error: text, at: meta.at };
    await this.store.setNote(noteOf(event, manager), JSON.stringify(parked));
  }

  /** What is parked for these managers, oldest first. */
  async *of(managers: readonly ProcessManager[]): AsyncGenerator<readonly [ProcessManager, StoredEvent]> {
    const notes = await this.store.notes(PREFIX);
    for (const text of notes.values()) {
      const { manager: name, stream, revision } = JSON.parse(text) as Parked;
      const manager = managers.find((one) => one.name === name);
      if (!manager) continue;
      for await (const event of this.log.readStream(stream, { from: revision, limit: 1 })) yield [manager, event];
    }
  }

  async forget(manager: ProcessManager, event: StoredEvent): Promise<void> {
    await this.store.setNote(noteOf(event, manager), null);
  }
}
