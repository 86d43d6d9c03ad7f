import type { StoredEvent } from '@application/ports';
import type { Viewer } from '@domain/access';
import { forbidden, type JsonObject } from '@domain/kernel';
import { type MayRead, readsEverything } from '../reading.js';
import { eventView, ownView } from './event-view.js';
import type { HistoryQuery } from './history-query.js';
import { type Cursor, nextRevision, type ReadableLog, scan } from './scan.js';

const DEFAULT_PAGE = 25;
const LARGEST_PAGE = 200;

/** Pieces of the log that one page looks at: what it costs does not depend on how rare the wanted events are. */
const PIECES = 50;

/** Some events, and where to go on; `next` is null at the end of the log. */
export interface HistoryPage {
  readonly results: readonly JsonObject[];
  readonly next: Cursor | null;
}

type Show = (event: StoredEvent) => JsonObject;

/** The log as its readers may see it. */
export class EventHistory {
  constructor(
    private readonly log: ReadableLog,
    private readonly mayRead: MayRead,
  ) {}

  /**
   * One page. It may hold fewer events than asked for, even none, and yet have a `next`: the work of one request is bounded.
   * @throws DomainError 403 when the viewer may not read this
   */
  async page(viewer: Viewer, query: HistoryQuery): Promise<HistoryPage> {
    const show = await this.admit(viewer, query);
    const pageOf = (events: readonly StoredEvent[], next: Cursor | null) => ({ results: events.map(show), next });
    const size = Math.min(query.pageSize || DEFAULT_PAGE, LARGEST_PAGE);
    const found: StoredEvent[] = [];
    let pieces = 0;
    for await (const { events, next } of scan(this.log, query)) {
      found.push(...events);
      pieces += 1;
      if (found.length > size) return pageOf(found.slice(0, size), behind(query, found.slice(0, size)));
      if (next === null || found.length === size || pieces === PIECES) return pageOf(found, next);
    }
    return pageOf(found, null);
  }

  /**
   * Every event that is wanted, up to `pageSize` where it is given, as the reader takes them.
   * @throws DomainError 403 when the viewer may not read this, before anything is read
   */
  async all(viewer: Viewer, query: HistoryQuery): Promise<AsyncIterable<JsonObject>> {
    const show = await this.admit(viewer, query);
    return this.views(query, show);
  }

  private async *views(query: HistoryQuery, show: Show): AsyncGenerator<JsonObject> {
    let left = query.pageSize || Infinity;
    for await (const { events } of scan(this.log, query)) {
      for (const event of events) {
        if (left === 0) return;
        yield show(event);
        left -= 1;
      }
    }
  }

  /** How much of an event the viewer sees. @throws DomainError 403 for nothing */
  private async admit(viewer: Viewer, { stream }: HistoryQuery): Promise<Show> {
    if (readsEverything(viewer)) return eventView;
    if (stream === null || !(await this.mayRead(viewer, stream))) throw forbidden();
    return ownView;
  }
}

const behind = (query: HistoryQuery, events: readonly StoredEvent[]): Cursor | null => {
  const last = events.at(-1);
  if (last === undefined) return null;
  if (query.stream === null) return query.order === 'asc' ? { after: last.position } : { before: last.position };
  const from = nextRevision(query, events);
  return from === null ? null : { from };
};
