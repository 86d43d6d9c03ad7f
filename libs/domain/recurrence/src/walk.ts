import { DAY, END_OF_TIME, type Wall } from './calendar.js';
import type { Budget } from './budget.js';
import { type Period, Periods } from './periods.js';
import type { Rule } from './rule.js';

/** What one rule gives, forwards, backwards, and asked for one time. */
export class RuleWalk {
  private readonly periods: Periods;
  private counted: readonly Wall[] | undefined;

  constructor(
    readonly rule: Rule,
    private readonly budget: Budget,
  ) {
    this.periods = new Periods(rule, budget);
  }

  /** From that time on. */
  *from(wall: Wall): Generator<Wall> {
    if (this.rule.count !== null) yield* this.all().filter((at) => at >= wall);
    else yield* this.forwards(wall);
  }

  /** From the last one back. Only for rules that end. */
  *backwards(): Generator<Wall> {
    const { count, until, start } = this.rule;
    if (count !== null) return yield* this.all().toReversed();
    const end = until ?? END_OF_TIME;
    for (let index = this.periods.indexAt(end); index >= 0; index = this.periods.next(index, -1)) {
      for (const wall of this.instances(this.periods.at(index), -1)) if (wall <= end && wall >= start) yield wall;
    }
  }

  has(wall: Wall): boolean {
    const { count, until, start } = this.rule;
    if (wall < start || wall > (until ?? END_OF_TIME)) return false;
    if (count !== null) return this.all().includes(wall);
    const { days, times } = this.periods.at(this.periods.indexAt(wall));
    this.budget.spend(1 + times.length / 16);
    const [day, time] = [days.indexOf(Math.floor(wall / DAY)), times.indexOf(wall - Math.floor(wall / DAY) * DAY)];
    if (day < 0 || time < 0) return false;
    const { positions } = this.rule;
    const [place, size] = [day * times.length + time, days.length * times.length];
    return positions === null || positions.includes(place + 1) || positions.includes(place - size);
  }

  private all(): readonly Wall[] {
    if (this.counted) return this.counted;
    const walls: Wall[] = [];
    const { count, start } = this.rule;
    if (count !== null && count > 0) for (const wall of this.forwards(start)) if (walls.push(wall) === count) break;
    return (this.counted = walls);
  }

  private *forwards(from: Wall): Generator<Wall> {
    const begin = Math.max(from, this.rule.start);
    const end = Math.min(this.rule.until ?? END_OF_TIME, END_OF_TIME);
    for (let index = Math.max(0, this.periods.indexAt(begin)); ; index = this.periods.next(index, 1)) {
      if (this.periods.beginOf(index) > end) return;
      for (const wall of this.instances(this.periods.at(index), 1)) {
        if (wall > end) return;
        if (wall >= begin) yield wall;
      }
    }
  }

  private *instances({ days, times }: Period, direction: 1 | -1): Generator<Wall> {
    const size = days.length * times.length;
    for (const place of placesOf(this.rule.positions, size, direction)) {
      this.budget.spend(1);
      yield (days[Math.floor(place / times.length)] as number) * DAY + (times[place % times.length] as number);
    }
  }
}

/** Places of a list in order, or only those that BYSETPOS picks. */
function* placesOf(positions: readonly number[] | null, size: number, direction: 1 | -1): Generator<number> {
  if (positions === null) {
    for (let step = 0; step < size; step++) yield direction === 1 ? step : size - 1 - step;
    return;
  }
  const places = new Set(positions.map((position) => (position > 0 ? position - 1 : size + position)));
  const sorted = [...places].filter((place) => place >= 0 && place < size).sort((one, other) => one - other);
  yield* direction === 1 ? sorted : sorted.reverse();
}
