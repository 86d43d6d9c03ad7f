import type { Decider, DomainEvent } from '@domain/kernel';
import { DomainError } from '@domain/kernel';

/** What a refusal must look like: fields to match, a message pattern, a predicate, or nothing in particular. */
export type RefusalMatcher =
  | { readonly kind?: string; readonly code?: string; readonly body?: unknown }
  | RegExp
  | ((error: DomainError) => boolean);

/** What came of `given(...).when(...)`. Every ending throws (fails the test) when it does not hold. */
export interface Outcome<State, Event> {
  /** Decided exactly these events, in this order. */
  readonly then: (...expected: readonly Event[]) => void;
  readonly thenNothing: () => void;
  /** Threw a DomainError that matches; any other error fails the test. */
  readonly thenRefused: (matcher?: RefusalMatcher) => void;
  /** For assertions of your own on the events and on the state after them. */
  readonly thenSatisfies: (check: (events: readonly Event[], after: State) => void) => void;
}

export interface Given<State, Command, Event> {
  /** The command is decided on the state the given events fold to. */
  readonly when: (command: Command) => Outcome<State, Event>;
  /** The state itself, for specs of the fold. */
  readonly state: State;
}

/**
 * Given/when/then for any decider (style.md §7): `given(opened).when(close).then(closed)`.
 * Events are deeply frozen before they are folded, so a fold that changes its input fails.
 */
export const specification =
  <State, Command, Event extends DomainEvent>(decider: Decider<State, Command, Event>) =>
  (...history: readonly Event[]): Given<State, Command, Event> => {
    const fold = (start: State, events: readonly Event[]): State => events.map(frozen).reduce(decider.evolve, start);
    const state = fold(decider.initial, history);
    return {
      state,
      when: (command) =>
        outcomeOf(
          attempt(() => decider.decide(frozen(command), state)),
          (events) => fold(state, events),
        ),
    };
  };

type Attempt<Event> = { readonly events: readonly Event[] } | { readonly error: unknown };

const attempt = <Event>(decide: () => readonly Event[]): Attempt<Event> => {
  try {
    return { events: decide() };
  } catch (error) {
    return { error };
  }
};

const outcomeOf = <State, Event>(
  result: Attempt<Event>,
  fold: (events: readonly Event[]) => State,
): Outcome<State, Event> => {
  const decided = (): readonly Event[] => {
    if ('error' in result) throw result.error;
    return result.events;
  };
  return {
    then: (...expected) => expect(decided()).toEqual(expected),
    thenNothing: () => expect(decided()).toEqual([]),
    thenRefused: (matcher = {}) => expectRefusal(result, matcher),
    thenSatisfies: (check) => check(decided(), fold(decided())),
  };
};

const expectRefusal = (result: Attempt<unknown>, matcher: RefusalMatcher): void => {
  if (!('error' in result)) throw new Error(`expected a refusal, decided ${JSON.stringify(result.events)}`);
  const { error } = result;
  if (!(error instanceof DomainError)) throw error;
  if (matcher instanceof RegExp) expect(`${error.code} ${JSON.stringify(error.body)}`).toMatch(matcher);
  else if (typeof matcher === 'function') expect(matcher(error)).toBe(true);
  else expect({ kind: error.kind, code: error.code, body: error.body }).toMatchObject(matcher);
};

const frozen = <Value>(value: Value): Value => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
};
