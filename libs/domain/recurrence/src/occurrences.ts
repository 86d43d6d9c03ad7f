import { END_OF_TIME, type Wall } from './calendar.js';
import { Budget } from './budget.js';
import type { Recurrence, Rule } from './rule.js';
import { RuleWalk } from './walk.js';
import { type Instant, instantOf, wallBefore } from './zones.js';

/** Looking up an offset costs about this many steps. */
const CONVERSION = 20;

interface Search {
  readonly limit: number;
  /** Only what comes after this moment. */
  readonly later?: Instant;
  readonly open: (walk: RuleWalk) => Generator<Wall>;
  readonly direction: 1 | -1;
}

/**
 * When something happens by a recurrence: its rules count on the clock of their zone, exceptions are taken away there, and what is
 * left becomes moments; times that a clock leaves out never happen. Each question has a bounded effort.
 */
export class Occurrences {
  constructor(
    private readonly recurrence: Recurrence,
    private readonly effort?: number,
  ) {}

  /** The first `limit` after that moment. @throws RecurrenceTooHard */
  after(instant: Instant, limit: number): readonly Instant[] {
    const { zone } = this.recurrence;
    const begin = wallBefore(zone, instant) + 1;
    return this.take({ limit, later: instant, open: (walk) => walk.from(begin), direction: 1 });
  }

  /** The very first one. @throws RecurrenceTooHard */
  first(): Instant | null {
    return this.take({ limit: 1, open: (walk) => walk.from(this.recurrence.start), direction: 1 })[0] ?? null;
  }

  /** The very last one; null when there is no end, or nothing happens at all. @throws RecurrenceTooHard */
  last(): Instant | null {
    if (!this.recurrence.rules.every(isBounded)) return null;
    return this.take({ limit: 1, open: (walk) => walk.backwards(), direction: -1 })[0] ?? null;
  }

  private take({ limit, later = -Infinity, open, direction }: Search): Instant[] {
    const { zone, rules, exceptions } = this.recurrence;
    const budget = new Budget(this.effort);
    const walks = rules.map((rule) => open(new RuleWalk(rule, budget)));
    const excluded = exceptions.map((rule) => new RuleWalk(rule, budget));
    const found: Instant[] = [];
    for (const wall of merged(walks, direction, budget)) {
      if (excluded.some((walk) => walk.has(wall))) continue;
      budget.spend(CONVERSION);
      const instant = instantOf(zone, wall);
      if (instant === undefined || instant <= later || instant >= END_OF_TIME) continue;
      if (found.push(instant) >= limit) break;
    }
    return found;
  }
}

const isBounded = ({ count, until }: Rule): boolean => count !== null || until !== null;

/** Several ordered sequences as one, equal times once. */
function* merged(walks: readonly Generator<Wall>[], direction: 1 | -1, budget: Budget): Generator<Wall> {
  const heads = walks.map((walk) => ({ walk, head: walk.next() }));
  let previous: Wall | undefined;
  for (;;) {
    budget.spend(heads.length);
    let nearest: (typeof heads)[number] | undefined;
    for (const candidate of heads) {
      if (candidate.head.done) continue;
      const isNearer = !nearest || direction * (candidate.head.value - (nearest.head.value as Wall)) < 0;
      if (isNearer) nearest = candidate;
    }
    if (!nearest) return;
    const wall = nearest.head.value as Wall;
    if (wall !== previous) yield wall;
    previous = wall;
    nearest.head = nearest.walk.next();
  }
}
