import { type EventLog, LogDamaged, type LogBatch, type Position, type StoredEvent } from '@application/ports';
import { LogReader } from './log-reader.js';
import { placeOf, positionText } from './rows.js';

const PAGE = 500;

/** Looks into a log file that another process may be writing, without its lock: for `npm run verify` and inspection. */
export class ReadOnlyLog implements Pick<EventLog, 'readAll' | 'readStream' | 'head' | 'close'> {
  private readonly reader: LogReader;

  /** @param file an existing log */
  constructor(file: string) {
    this.reader = new LogReader(file);
  }

  async *readStream(stream: string, options?: Parameters<EventLog['readStream']>[1]): AsyncGenerator<StoredEvent> {
    yield* this.reader.stream(stream, options);
  }

  async readAll({ after, limit = PAGE, filter }: Parameters<EventLog['readAll']>[0] = {}): Promise<LogBatch> {
    const [place, head] = [placeOf(after), this.reader.head()];
    if (place > head) throw new LogDamaged(positionText(place), `the log ends at ${head}`);
    if (place === head) return { events: [], position: after, caughtUp: true };
    const page = this.reader.page(place, head, limit, filter);
    return { events: page.events, position: positionText(page.place), caughtUp: page.place === head };
  }

  async head(): Promise<Position | undefined> {
    const head = this.reader.head();
    return head === 0 ? undefined : positionText(head);
  }

  async close(): Promise<void> {
    this.reader.close();
  }
}
