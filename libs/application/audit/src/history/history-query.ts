import type { Position, Revision, StoredEvent } from '@application/ports';
import { invalid } from '@domain/kernel';
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
  /** Only events behind this position of the log, and only those in front of that. */
  readonly after: Position | null;
  readonly before: Position | null;
  /** First revision to read of the stream, in the given order. */
  readonly from: Revision | null;
  readonly order: 'asc' | 'desc';
  /** Null: not asked for. */
  readonly pageSize: number | null;
}

const PARAMETERS: ReadonlySet<string> = new Set([
  ...['stream', 'type', 'correlation', 'actor', 'since', 'until'],
  ...['after', 'before', 'from', 'order', 'page_size', 'format'],
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
    before: read('before', positionOf, 'the position of an event'),
    from: read('from', countOf, 'a revision'),
    order: read('order', choiceOf(['asc', 'desc']), 'asc or desc') ?? 'asc',
    pageSize: read('page_size', countOf, 'a number'),
  };
  read('format', choiceOf(['json', 'ndjson']), 'json or ndjson');
  if (query.stream === null && query.from !== null) errors['from'] = ['Revisions count within a stream; add stream=.'];
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return query;
};

/** Does the event pass every filter? */
export const isWanted = (query: HistoryQuery, event: StoredEvent): boolean =>
  (query.types.length === 0 || query.types.includes(event.type)) &&
  (query.correlation === null || query.correlation === event.meta.correlation) &&
  (query.actor === null || isActor(query.actor, event.meta.actor)) &&
  isBetween(event.meta.at, query.since, query.until) &&
  isInside(event.position, query);

const isActor = (wanted: WantedActor, { kind, id, name }: StoredEvent['meta']['actor']): boolean =>
  'name' in wanted ? wanted.name === name : wanted.kind === kind && wanted.id === id;

const isBetween = (at: string, since: string | null, until: string | null): boolean =>
  (since === null || at >= since) && (until === null || at <= until);

const isInside = (position: Position, { after, before }: HistoryQuery): boolean =>
  (after === null || position > after) && (before === null || position < before);
