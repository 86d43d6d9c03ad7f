import type { Position, Revision, StoredEvent } from '@application/ports';
import { type FieldErrors, invalid } from '@domain/kernel';
import { actorOf, choiceOf, countOf, instantOf, positionOf, type WantedActor } from './parameters.js';

/** What a reader of the history asks for. */
export interface HistoryQuery {
  readonly stream: string | null;
  /** Any of these; empty: all. */
  readonly types: readonly string[];
  readonly correlation: string | null;
  readonly actor: WantedActor | null;
  /** ISO 8601 UTC with microseconds, as events have it. */
  readonly since: string | null;
  readonly until: string | null;
  /** Only events behind this position. */
  readonly after: Position | null;
  /** First revision to read of the stream, in the given order. */
  readonly from: Revision | null;
  readonly order: 'asc' | 'desc';
  /** Null: not asked for. */
  readonly pageSize: number | null;
}

const PARAMETERS: ReadonlySet<string> = new Set([
  ...['stream', 'type', 'correlation', 'actor', 'since', 'until'],
  ...['after', 'from', 'order', 'page_size', 'format'],
]);

/** @throws DomainError 400 for a parameter that is not known or not understood: a filter is never quietly left out */
export const historyQuery = (search: URLSearchParams): HistoryQuery => {
  const errors: Record<string, readonly string[]> = {};
  for (const name of search.keys()) {
    if (!PARAMETERS.has(name)) errors[name] = ['Not a parameter of the event history.'];
  }
  const read = <Value>(name: string, parse: (text: string) => Value | undefined, expected: string): Value | null => {
    const text = search.get(name);
    if (text === null || text === '') return null;
    const value = parse(text);
    if (value === undefined) errors[name] = [`Expected ${expected}.`];
    return value ?? null;
  };
  const query: HistoryQuery = {
    stream: search.get('stream') || null,
    types: search.getAll('type').filter((type) => type !== ''),
    correlation: search.get('correlation') || null,
    actor: read('actor', actorOf, 'a kind and an id such as user:1, or a name'),
    since: read('since', instantOf, 'a time in ISO 8601'),
    until: read('until', instantOf, 'a time in ISO 8601'),
    after: read('after', positionOf, 'the position of an event'),
    from: read('from', countOf, 'a revision'),
    order: read('order', choiceOf(['asc', 'desc']), 'asc or desc') ?? 'asc',
    pageSize: read('page_size', countOf, 'a number'),
  };
  read('format', choiceOf(['json', 'ndjson']), 'json or ndjson');
  if (query.stream === null) Object.assign(errors, needsStream(query));
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return query;
};

const needsStream = ({ from, order }: HistoryQuery): FieldErrors => ({
  ...(from === null ? {} : { from: ['Revisions count within a stream; add stream=.'] }),
  ...(order === 'asc' ? {} : { order: ['Only one stream is read backwards; add stream=.'] }),
});

/** Does the event pass every filter? */
export const isWanted = (query: HistoryQuery, { type, position, meta }: StoredEvent): boolean =>
  (query.types.length === 0 || query.types.includes(type)) &&
  (query.correlation === null || query.correlation === meta.correlation) &&
  (query.actor === null || isActor(query.actor, meta.actor)) &&
  isWithin(query, meta.at) &&
  (query.after === null || position > query.after);

const isActor = (wanted: WantedActor, { kind, id, name }: StoredEvent['meta']['actor']): boolean =>
  'name' in wanted ? wanted.name === name : wanted.kind === kind && wanted.id === id;

const isWithin = ({ since, until }: HistoryQuery, at: string): boolean =>
  (since === null || at >= since) && (until === null || at <= until);
