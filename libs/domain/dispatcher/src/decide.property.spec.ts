import fc from 'fast-check';
import { type Candidate, dispatcher, type DispatcherEvent, type DispatcherState, heldSlots } from './index.js';

const CAPACITY = 12;

const candidates = fc.uniqueArray(
  fc.record({
    job: fc.integer({ min: 1, max: 60 }),
    kind: fc.constantFrom('job', 'project_update', 'workflow_job'),
    template: fc.option(fc.integer({ min: 1, max: 6 }), { nil: null }),
    allowSimultaneous: fc.boolean(),
    project: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
    impact: fc.integer({ min: 1, max: 20 }),
    createdAt: fc.constantFrom('2030-01-01', '2030-01-02', '2030-01-03'),
    dependencies: fc.constant([]),
  }),
  { selector: ({ job }) => job, maxLength: 25 },
);

/** As they come to be: a workflow job takes no room and no project. */
const real = (one: Omit<Candidate, 'inventory'>): Candidate => ({
  ...one,
  inventory: null,
  ...(one.kind === 'workflow_job' && { impact: 0, project: null }),
});

const after = (state: DispatcherState, events: readonly DispatcherEvent[]): DispatcherState =>
  events.reduce(dispatcher.evolve, state);

/** What must hold whenever slots are held. */
const expectSound = (state: DispatcherState): void => {
  const slots = heldSlots(state);
  const impact = slots.reduce((sum, slot) => sum + slot.impact, 0);
  expect(impact <= CAPACITY || slots.filter((slot) => slot.impact > 0).length === 1).toBe(true);
  const strict = slots.filter((slot) => slot.kind !== 'project_update' && !slot.allowSimultaneous && slot.template);
  expect(new Set(strict.map((slot) => slot.template)).size).toBe(strict.length);
  const updates = slots.filter((slot) => slot.kind === 'project_update' && slot.project !== null);
  expect(new Set(updates.map((slot) => slot.project)).size).toBe(updates.length);
};

describe('any run of the dispatcher', () => {
  it('keeps the rules, starves nobody, and frees everything', () => {
    fc.assert(
      fc.property(candidates, fc.infiniteStream(fc.nat()), (drafts, choices) => {
        const all = drafts.map(real);
        let state = dispatcher.initial;
        const waiting = new Map(all.map((one) => [one.job, one]));
        for (let round = 0; waiting.size > 0; round++) {
          expect(round).toBeLessThanOrEqual(all.length);
          const pending = [...waiting.values()];
          const limits = { capacity: CAPACITY, limit: 100, attempt: String };
          state = after(state, dispatcher.decide({ type: 'AdmitJobs', pending, ...limits }, state));
          expect(dispatcher.decide({ type: 'AdmitJobs', pending, ...limits }, state)).toEqual([]);
          expectSound(state);
          const held = heldSlots(state);
          for (const { job } of held) waiting.delete(job);
          const over = held[(choices.next().value ?? 0) % held.length];
          expect(over).toBeDefined();
          const jobs = [over?.job ?? 0];
          state = after(state, dispatcher.decide({ type: 'ReleaseSlots', jobs }, state));
        }
        const jobs = heldSlots(state).map(({ job }) => job);
        state = after(state, dispatcher.decide({ type: 'ReleaseSlots', jobs }, state));
        expect(heldSlots(state)).toEqual([]);
      }),
    );
  });
});
