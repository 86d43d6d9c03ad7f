import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  type Appended,
  Arrivals,
  type EventLog,
  type ExpectedRevision,
  followLog,
  isSelected,
  type LogBatch,
  LogDamaged,
  LogUnavailable,
  type NewEvent,
  type Position,
  type StoredEvent,
  WrongExpectedRevision,
} from '@application/ports';
import { FileLock } from './file-lock.js';
import { prepareFile } from './file-format.js';
import { GroupCommit } from './group-commit.js';
import { LogReader } from './log-reader.js';
import { RecentEvents } from './recent-events.js';
import { type Cells, encode, placeOf, positionText, textSize } from './rows.js';
import type { AppendReply } from './writer-thread.js';

const PAGE = 500;

/** Newest events that are read when the log is opened, to see that they can be. */
const TAIL = 100;

/** The log in one SQLite file. One process writes it; every append is synced to disk before it resolves. */
export class SqliteEventLog implements EventLog {
  private readonly recent: RecentEvents;
  private readonly arrivals: Arrivals;
  private readonly reader: LogReader;
  private writer!: GroupCommit;
  private closing: Promise<void> | undefined;

  private constructor(
    private readonly lock: FileLock,
    file: string,
  ) {
    this.reader = new LogReader(file);
    const head = this.reader.head();
    this.reader.page(Math.max(0, head - TAIL), head, TAIL);
    this.recent = new RecentEvents(head);
    this.arrivals = new Arrivals(head === 0 ? undefined : positionText(head));
  }

  /**
   * Opens the log, makes it when there is none (with its directory).
   * @throws LogLocked another process has it open
   * @throws LogDamaged it is no event log, or part of it is missing
   */
  static async open(file: string): Promise<SqliteEventLog> {
    mkdirSync(dirname(file), { recursive: true });
    const lock = FileLock.acquire(file);
    try {
      prepareFile(file);
      const log = new SqliteEventLog(lock, file);
      log.writer = await GroupCommit.start(
        file,
        () => log.announce(),
        () => log.arrivals.close(), // who follows must not wait for what nobody can write
      );
      return log;
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    return new Promise((resolve, reject) => {
      if (events.length === 0) throw new RangeError('an append needs an event');
      const cells = encode(events);
      const next = expected === 'no-stream' ? 0 : expected + 1;
      this.writer.add({ stream, next, cells }, (outcome) => {
        if (outcome instanceof LogUnavailable) return reject(outcome);
        if ('actual' in outcome) return reject(conflict(stream, expected, outcome.actual));
        const { revision, place, duplicate } = outcome;
        if (!duplicate) this.keep(stream, events, cells, outcome);
        resolve({ revision, position: positionText(place), duplicate });
      });
    });
  }

  async *readStream(stream: string, options?: Parameters<EventLog['readStream']>[1]): AsyncGenerator<StoredEvent> {
    yield* this.reader.stream(stream, options);
  }

  async readAll({ after, limit = PAGE, filter }: Parameters<EventLog['readAll']>[0] = {}): Promise<LogBatch> {
    this.expectOpen();
    const place = placeOf(after);
    const { head } = this.recent;
    if (place > head) throw new LogDamaged(positionText(place), `the log ends at ${head}`);
    if (place === head) return { events: [], position: after, caughtUp: true };
    const recent = this.recent.after(place, limit);
    const page = recent
      ? { events: recent.filter((event) => isSelected(event, filter)), place: place + recent.length }
      : this.reader.page(place, head, limit, filter);
    return { events: page.events, position: positionText(page.place), caughtUp: page.place === head };
  }

  async readBack({ before, limit = PAGE, filter }: Parameters<EventLog['readBack']>[0] = {}): Promise<LogBatch> {
    this.expectOpen();
    const end = Math.min(before === undefined ? Infinity : placeOf(before), this.recent.head + 1);
    if (end <= 1) return { events: [], position: before, caughtUp: true };
    const page = this.reader.pageBack(end, limit, filter);
    return { events: page.events, position: positionText(page.place), caughtUp: page.place === 1 };
  }

  subscribe(options: Parameters<EventLog['subscribe']>[0]): AsyncIterable<LogBatch> {
    return followLog(this, this.arrivals, options);
  }

  async head(): Promise<Position | undefined> {
    return this.arrivals.head;
  }

  /** Writes what was handed in before, then lets go of the file. */
  close(): Promise<void> {
    this.closing ??= this.letGo();
    return this.closing;
  }

  private async letGo(): Promise<void> {
    this.arrivals.close();
    this.reader.close();
    await this.writer.close();
    this.lock.release();
  }

  /** Called in log order: what is kept has no gaps. */
  private keep(stream: string, events: readonly NewEvent[], cells: Cells, { revision, place }: Written): void {
    const before = events.length - 1;
    for (const [index, { id, type, schema, data, meta }] of events.entries()) {
      const position = positionText(place - before + index);
      const event = { id, type, schema, data, meta, stream, revision: revision - before + index, position };
      this.recent.push(event, textSize(cells, index));
    }
  }

  private announce(): void {
    if (this.recent.head > 0) this.arrivals.announce(positionText(this.recent.head));
  }

  private expectOpen(): void {
    if (this.arrivals.isClosed) throw new LogUnavailable('the log is closed', false);
  }
}

type Written = Exclude<AppendReply, { readonly actual: number }>;

const conflict = (stream: string, expected: ExpectedRevision, actual: number): WrongExpectedRevision =>
  new WrongExpectedRevision(stream, expected, actual < 0 ? 'no-stream' : actual);
