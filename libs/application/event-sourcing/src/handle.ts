import { setTimeout as pause } from 'node:timers/promises';
import {
  type Appended,
  type Clock,
  type EventLog,
  type NewEvent,
  type Position,
  type StoredEvent,
  WrongExpectedRevision,
} from '@application/ports';
import { type Decider, DomainError, type DomainEvent, type EventCatalog } from '@domain/kernel';
import { appendForCertain, type CommandContext, sealed } from './append.js';
import { type Folded, readFolded, type Reading, readOn } from './fold.js';
import { KeyedTurns } from './keyed-turns.js';
import { Recent } from './recent.js';

/** How often a decision is made in all when other writers come first; where they are other processes, there may be many. */
const MAX_DECISIONS = { alone: 4, shared: 12 } as const;
/** Writers that met wait apart before they decide again, ms at most for each time. */
const APART_MS = 5;

export interface RunnerOptions {
  readonly clock: Clock;
  /** Streams whose state is kept in memory; a few thousand by default. */
  readonly cacheSize?: number;
  /** Other processes append to this log too: a remembered state may be old. */
  readonly isShared?: boolean;
  /** How to wait between repeats of an append; for tests. */
  readonly wait?: (ms: number) => Promise<unknown>;
}

interface Request<State, Command, Event extends DomainEvent> extends Reading<State, Event> {
  readonly decider: Decider<State, Command, Event>;
  readonly context: CommandContext;
}

/** A command for the decider, or a decision of the caller's own. Both may be asked again on fresher state. */
export type Handling<State, Command, Event extends DomainEvent> = Request<State, Command, Event> &
  ({ readonly command: Command } | { readonly decideWith: (state: State, revision: number) => readonly Event[] });

export interface Handled<State> {
  /** What was appended (or was there already from an earlier try); empty when nothing was decided. */
  readonly events: readonly StoredEvent[];
  readonly state: State;
  /** Of the stream's newest event; -1 while there is none. */
  readonly revision: number;
  /** Of the stream's newest known event: what a reader of its own writes waits for. */
  readonly position: Position | undefined;
}

/** A decision, and what it was made on. */
interface Decided<State, Event extends DomainEvent> {
  readonly before: Folded<State>;
  readonly decided: readonly Event[];
}

/** How many aggregates of one stream are remembered: a workflow template lies there with its graph. */
const FOLDS_PER_STREAM = 2;

interface Remembered extends Folded<unknown> {
  /** Only the fold that made a state may go on with it. */
  readonly evolve: unknown;
}

/** Load, fold, decide, append: the one way in which anything becomes true. */
export class AggregateRunner {
  private readonly turns = new KeyedTurns();
  /** Readings that wait for their turn, by stream. */
  private readonly nextReadings = new Map<string, { readonly evolve: unknown; readonly folded: Promise<unknown> }>();
  private readonly recent: Recent<readonly Remembered[]>;

  constructor(
    private readonly log: EventLog,
    private readonly options: RunnerOptions,
  ) {
    this.recent = new Recent(options.cacheSize ?? 4000);
  }

  /**
   * Decides on the stream's state and appends what was decided, one command at a time per stream.
   * @throws DomainError what the decider refuses; kind `retry` after repeated conflicts with other writers
   * @throws LogUnavailable when the append failed or its outcome stays unknown
   */
  handle<State, Command, Event extends DomainEvent>(
    handling: Handling<State, Command, Event>,
  ): Promise<Handled<State>> {
    return this.turns.run(handling.stream, () => this.decideAndAppend(handling));
  }

  /** State and revision (-1: no such stream) as of now. For reading only. */
  async load<State, Event extends DomainEvent>(
    stream: string,
    decider: Reading<State, Event>['decider'],
    catalog: EventCatalog<Event>,
    startsAt?: Event['type'],
  ): Promise<Omit<Handled<State>, 'events'>> {
    const reading = { stream, decider, catalog, startsAt };
    const known = this.turns.isBusy(stream) ? undefined : this.known(reading);
    const { state, revision, position } = known ?? (await this.foldedInTurn(reading));
    return { state, revision, position };
  }

  /** Those who come while the stream is busy share the next reading: it begins after all of them asked. */
  private foldedInTurn<State, Event extends DomainEvent>(reading: Reading<State, Event>): Promise<Folded<State>> {
    const { stream, decider } = reading;
    const next = this.nextReadings.get(stream);
    if (next?.evolve === decider.evolve) return next.folded as Promise<Folded<State>>;
    const isBusy = this.turns.isBusy(stream);
    const folded = this.turns.run(stream, () => {
      this.nextReadings.delete(stream); // or that of another fold, which then is read for itself
      return this.folded(reading);
    });
    if (isBusy) this.nextReadings.set(stream, { evolve: decider.evolve, folded });
    return folded;
  }

  private async decideAndAppend<State, Command, Event extends DomainEvent>(
    handling: Handling<State, Command, Event>,
  ): Promise<Handled<State>> {
    for (let decision = 1; ; decision += 1) {
      const { before, decided } = (decision === 1 && this.decidedByHeart(handling)) || (await this.decided(handling));
      if (decided.length === 0) return resultOf([], before);
      try {
        return await this.append(handling, before, decided);
      } catch (error) {
        const isConflict = error instanceof WrongExpectedRevision;
        // What is remembered of a shared stream is not wrong then, only old: the rest is read.
        if (!isConflict || !this.options.isShared) this.recent.delete(handling.stream);
        if (!isConflict) throw error;
        await this.afterConflict(decision, error);
      }
    }
  }

  /** @throws DomainError after too many of them */
  private async afterConflict(decision: number, error: WrongExpectedRevision): Promise<void> {
    const { isShared, wait = pause } = this.options;
    if (decision >= MAX_DECISIONS[isShared ? 'shared' : 'alone']) throw tooManyConflicts(error);
    if (isShared) await wait(Math.random() * decision * APART_MS);
  }

  private async decided<State, Command, Event extends DomainEvent>(
    handling: Handling<State, Command, Event>,
  ): Promise<Decided<State, Event>> {
    const before = await this.folded(handling);
    return { before, decided: decide(handling, before) };
  }

  /**
   * On a shared log what is remembered is good enough for a decision to append, for the append finds out when it is old. A
   * refusal, or that there is nothing to do, must not rest on it.
   */
  private decidedByHeart<State, Command, Event extends DomainEvent>(
    handling: Handling<State, Command, Event>,
  ): Decided<State, Event> | undefined {
    const before = this.options.isShared ? this.own(handling) : undefined;
    if (!before) return undefined;
    try {
      const decided = decide(handling, before);
      return decided.length > 0 ? { before, decided } : undefined;
    } catch {
      return undefined; // decided again on what is there now, which tells what is wrong
    }
  }

  private async append<State, Command, Event extends DomainEvent>(
    handling: Handling<State, Command, Event>,
    before: Folded<State>,
    decided: readonly Event[],
  ): Promise<Handled<State>> {
    const { stream, catalog, decider, context } = handling;
    const place = { stream, revision: before.revision, lastHash: before.lastHash };
    const correlation = context.correlation ?? before.correlation ?? context.commandId;
    const events = sealed(decided, catalog, place, { ...context, correlation, at: this.options.clock.now() });
    const appended = await appendForCertain(this.log, place, events, this.options.wait);
    if (appended.duplicate) return this.earlier(handling, place.revision + 1, events.length);
    const after = {
      state: decided.reduce((state, event) => decider.evolve(state, event), before.state),
      revision: appended.revision,
      position: appended.position,
      lastHash: events.at(-1)?.meta.hash ?? null,
      correlation: before.correlation ?? correlation,
    };
    this.remember(handling, after);
    return resultOf(placed(stream, events, appended), after);
  }

  /** The events were there already, as they were decided then: they count, not their repeat. */
  private async earlier<State, Event extends DomainEvent>(
    reading: Reading<State, Event>,
    from: number,
    limit: number,
  ): Promise<Handled<State>> {
    this.recent.delete(reading.stream);
    const events: StoredEvent[] = [];
    for await (const event of this.log.readStream(reading.stream, { from, limit })) events.push(event);
    return resultOf(events, await this.folded(reading));
  }

  private async folded<State, Event extends DomainEvent>(reading: Reading<State, Event>): Promise<Folded<State>> {
    const known = this.known(reading);
    if (known) return known;
    const own = this.own(reading);
    return this.remember(reading, own ? await readOn(this.log, reading, own) : await readFolded(this.log, reading));
  }

  /** What is remembered, new or old. */
  private own<State, Event extends DomainEvent>({ stream, decider }: Reading<State, Event>): Folded<State> | undefined {
    return this.recent.get(stream)?.find(({ evolve }) => evolve === decider.evolve) as Folded<State> | undefined;
  }

  /** What is remembered, when it is sure to be the newest. */
  private known<State, Event extends DomainEvent>(reading: Reading<State, Event>): Folded<State> | undefined {
    if (this.options.isShared) return undefined;
    const own = this.own(reading);
    const isBehind = this.recent.get(reading.stream)?.some(({ revision }) => revision > (own?.revision ?? -1));
    return isBehind ? undefined : own;
  }

  private remember<State, Event extends DomainEvent>(
    { stream, decider: { evolve } }: Reading<State, Event>,
    folded: Folded<State>,
  ): Folded<State> {
    if (folded.revision < 0) return folded;
    const others = (this.recent.get(stream) ?? []).filter((known) => known.evolve !== evolve);
    this.recent.set(stream, [{ ...folded, evolve }, ...others].slice(0, FOLDS_PER_STREAM));
    return folded;
  }
}

const decide = <State, Command, Event extends DomainEvent>(
  handling: Handling<State, Command, Event>,
  { state, revision }: Folded<State>,
): readonly Event[] =>
  'decideWith' in handling ? handling.decideWith(state, revision) : handling.decider.decide(handling.command, state);

const resultOf = <State>(
  events: readonly StoredEvent[],
  { state, revision, position }: Folded<State>,
): Handled<State> => ({ events, state, revision, position });

/** Only the last position is told: the others matter to followers, who get them from the log. */
const placed = (
  stream: string,
  events: readonly NewEvent[],
  { revision, position }: Appended,
): readonly StoredEvent[] =>
  events.map(({ id, type, schema, data, meta }, index) => {
    const place = revision - events.length + 1 + index;
    return { id, type, schema, data, meta, stream, revision: place, position };
  });

const tooManyConflicts = (cause: WrongExpectedRevision): DomainError =>
  new DomainError('retry', 'REVISION_CONFLICT', { detail: 'Changed by someone else meanwhile; try again.' }, { cause });
