import { Readable } from 'node:stream';
import { type EventHistory, historyQuery, type HistoryPage } from '@application/audit';
import type { JsonObject } from '@domain/kernel';
import { type Answer, ok } from '../answers/answer.js';
import { renderJson } from '../answers/render-json.js';
import { type ApiRequest, endpoint, type Endpoint } from '../routing/endpoint.js';

export interface HistoryServices {
  readonly history: Pick<EventHistory, 'page' | 'all'>;
}

const NDJSON = 'application/x-ndjson';

/** `/api/v2/event_history/`: the log, a page at a time or as one line per event (docs/audit.md). */
export const eventHistory = ({ history }: HistoryServices): Endpoint =>
  endpoint({
    path: '/api/v2/event_history/',
    name: 'Event History',
    choosesForm: true,
    rules: { GET: 'history.read' },
    methods: {
      GET: async (request) => {
        const query = historyQuery(request.query());
        if (!wantsLines(request)) return ok(pageBody(request, await history.page(request.viewer, query)));
        return lines(await history.all(request.viewer, query));
      },
    },
  });

const wantsLines = (request: ApiRequest): boolean => {
  const format = request.query().get('format');
  return format === null ? String(request.headers['accept'] ?? '').includes(NDJSON) : format === 'ndjson';
};

const pageBody = (request: ApiRequest, { results, next }: HistoryPage): JsonObject => ({
  next: next ? linkTo(request, next) : null,
  results,
});

const linkTo = (request: ApiRequest, next: object): string => {
  const query = request.query();
  for (const [name, value] of Object.entries(next)) query.set(name, String(value));
  return `${request.path}?${query.toString()}`;
};

/** One event at a time is read and written, as fast as the reader takes them. */
const lines = (events: AsyncIterable<JsonObject>): Answer => ({
  content: { type: NDJSON, data: Readable.from(textOf(events), { objectMode: false }) },
});

async function* textOf(events: AsyncIterable<JsonObject>): AsyncGenerator<string> {
  for await (const event of events) yield `${renderJson(event)}\n`;
}
