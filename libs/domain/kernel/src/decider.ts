/** A past fact. `type` is the stored name, a literal that never changes; see docs/events.md. */
export interface DomainEvent<Type extends string = string, Data extends object = object> {
  readonly type: Type;
  readonly data: Data;
}

/** The three parts of every aggregate: a start, a decision, a fold. All pure; time, ids and others' state come with the command. */
export interface Decider<State, Command, Event extends DomainEvent> {
  readonly initial: State;
  readonly decide: (command: Command, state: State) => readonly Event[];
  readonly evolve: (state: State, event: Event) => State;
}

/** Rewrites the data of an older schema of an event into the next one. Chains run on read; the log is never rewritten. */
export type Upcast = (data: object) => object;

/** What docs/events.md and the log need to know of an aggregate's events: name, schema in force, how to read older ones. */
export type EventCatalog<Event extends DomainEvent = DomainEvent> = {
  readonly [Type in Event['type']]: {
    /** Version written today. */
    readonly schema: number;
    /** `upcast[n]` turns schema n into n+1. */
    readonly upcast?: Readonly<Record<number, Upcast>>;
    /** One line for docs/events.md. */
    readonly about: string;
  };
};

export const assertNever = (value: never): never => {
  throw new Error(`not a known case: ${JSON.stringify(value)}`);
};
