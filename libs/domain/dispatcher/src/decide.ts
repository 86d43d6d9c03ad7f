import { assertNever } from '@domain/kernel';
import type { Candidate, DispatcherCommand, DispatcherEvent } from './messages.js';
import { Occupancy } from './occupancy.js';
import { type DispatcherState, evolve, heldSlots } from './state.js';

type Command<Type extends DispatcherCommand['type']> = Extract<DispatcherCommand, { readonly type: Type }>;

/** After so many events the whole state is written once, so that loading never reads more than these. */
const EVENTS_PER_CARRY_OVER = 500;

/** Who is admitted now, and whose slot is free again. Repeats decide nothing; nothing is ever refused. */
export const decide = (command: DispatcherCommand, state: DispatcherState): readonly DispatcherEvent[] => {
  switch (command.type) {
    case 'AdmitJobs':
      return withCarryOver(state, admitted(command, state));
    case 'ReleaseSlots':
      return withCarryOver(state, released(command, state));
    default:
      return assertNever(command);
  }
};

/** Whom the job waits for, as `job_explanation` names it (`projectupdate-7`); null when nobody blocks it. Capacity is not looked at. */
export const blockedBy = (candidate: Candidate, state: DispatcherState): string | null => {
  const blocker = occupancyOf(state).blockerOf(candidate);
  return blocker && `${blocker.kind.replace('_', '')}-${blocker.job}`;
};

const occupancies = new WeakMap<DispatcherState, Occupancy>();

/** Kept for as long as the state is, for many candidates are asked about on one state. */
const occupancyOf = (state: DispatcherState): Occupancy => {
  const occupancy = occupancies.get(state) ?? new Occupancy(state.slots.values());
  occupancies.set(state, occupancy);
  return occupancy;
};

/** Oldest first; one that is blocked or too large lets later ones overtake (spec jobs.md §3.2). */
const admitted = (
  { pending, capacity, limit, attempt }: Command<'AdmitJobs'>,
  state: DispatcherState,
): readonly DispatcherEvent[] => {
  const occupancy = new Occupancy(state.slots.values());
  const claims: DispatcherEvent[] = [];
  for (const candidate of [...pending].sort(byAge)) {
    if (claims.length >= limit) break;
    if (!isAdmissible(candidate, occupancy, capacity)) continue;
    const { createdAt: _createdAt, dependencies: _dependencies, ...slot } = candidate;
    occupancy.add(slot);
    claims.push({ type: 'SlotClaimed', data: { ...slot, attempt: attempt(slot.job) } });
  }
  return claims;
};

const byAge = (a: Candidate, b: Candidate): number => {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? -1 : 1;
  return a.job - b.job;
};

const isAdmissible = (candidate: Candidate, occupancy: Occupancy, capacity: number): boolean =>
  !occupancy.holds(candidate.job) &&
  occupancy.blockerOf(candidate) === null &&
  occupancy.hasRoomFor(candidate.impact, capacity);

const released = ({ jobs }: Command<'ReleaseSlots'>, { slots }: DispatcherState): readonly DispatcherEvent[] =>
  [...new Set(jobs)].filter((job) => slots.has(job)).map((job) => ({ type: 'SlotReleased', data: { job } }) as const);

const withCarryOver = (before: DispatcherState, events: readonly DispatcherEvent[]): readonly DispatcherEvent[] => {
  if (before.eventsSinceCarryOver + events.length < EVENTS_PER_CARRY_OVER || events.length === 0) return events;
  return [...events, { type: 'SlotsCarriedOver', data: { slots: heldSlots(events.reduce(evolve, before)) } }];
};
