import type { EventLog, Position, StoredEvent } from '@application/ports';
import type { Decider, DomainEvent, EventCatalog } from '@domain/kernel';

/** What is known of a stream after its newest event. */
export interface Folded<State> {
  readonly state: State;
  /** Of the newest event; -1 while the stream does not exist. */
  readonly revision: number;
  readonly position: Position | undefined;
  readonly lastHash: string | null;
  /** Of the stream's first known event: everything that follows from one trigger has the same. */
  readonly correlation: string | undefined;
}

/** How an aggregate's stream is read. */
export interface Reading<State, Event extends DomainEvent> {
  readonly stream: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- reading never decides, so any command type will do
  readonly decider: Pick<Decider<State, any, Event>, 'initial' | 'evolve'>;
  readonly catalog: EventCatalog<Event>;
  /** Event type that carries the whole state: reading starts at the newest of these instead of the first event. */
  readonly startsAt?: Event['type'];
}

/** The event as the newest code knows it: older schemas run through their upcasters. @throws on a type or schema not known */
export const upcast = <Event extends DomainEvent>(catalog: EventCatalog<Event>, stored: StoredEvent): Event => {
  const { type, stream, revision } = stored;
  const known = knownType(catalog, type, `${stream}@${revision}`);
  if (stored.schema > known.schema)
    throw new Error(`${stream}@${revision}: ${type}.v${stored.schema} is from a newer version`);
  let data = stored.data;
  for (let schema = stored.schema; schema < known.schema; schema += 1) {
    const step = known.upcast?.[schema];
    if (!step) throw new Error(`${stream}@${revision}: nothing reads ${type}.v${schema}`);
    data = step(data);
  }
  return { type, data } as Event;
};

/** The catalog's entry of a type. @throws when there is none: an event is never skipped */
export const knownType = <Event extends DomainEvent>(
  catalog: EventCatalog<Event>,
  type: string,
  where: string,
): EventCatalog[string] => {
  const entry = Object.hasOwn(catalog, type) ? (catalog as EventCatalog)[type] : undefined;
  if (!entry) throw new Error(`${where}: unknown event type ${type}`);
  return entry;
};

/** Folds a stream from the log. */
export const readFolded = async <State, Event extends DomainEvent>(
  log: Pick<EventLog, 'readStream'>,
  reading: Reading<State, Event>,
): Promise<Folded<State>> => {
  const from = reading.startsAt === undefined ? 0 : await newestStart(log, reading.stream, reading.startsAt);
  return readOn(log, reading, {
    state: reading.decider.initial,
    revision: from - 1,
    position: undefined,
    lastHash: null,
    correlation: undefined,
  });
};

/** Folds what has been appended since. */
export const readOn = async <State, Event extends DomainEvent>(
  log: Pick<EventLog, 'readStream'>,
  { stream, decider, catalog }: Reading<State, Event>,
  before: Folded<State>,
): Promise<Folded<State>> => {
  let { state } = before;
  let newest: StoredEvent | undefined;
  let { correlation } = before;
  for await (const event of log.readStream(stream, { from: before.revision + 1 })) {
    state = decider.evolve(state, upcast(catalog, event));
    newest = event;
    correlation ??= event.meta.correlation;
  }
  if (!newest) return before;
  return { state, revision: newest.revision, position: newest.position, lastHash: newest.meta.hash, correlation };
};

const newestStart = async (log: Pick<EventLog, 'readStream'>, stream: string, type: string): Promise<number> => {
  for await (const event of log.readStream(stream, { direction: 'backwards' })) {
    if (event.type === type) return event.revision;
  }
  return 0;
};
