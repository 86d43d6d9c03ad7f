import { specification } from '@testing/specification';
import { blockedBy, type Candidate, dispatcher, type DispatcherEvent, heldSlots, type Slot } from './index.js';

const given = specification(dispatcher);

const candidate = (job: number, more: Partial<Candidate> = {}): Candidate => ({
  ...{ job, kind: 'job', template: job + 1000, allowSimultaneous: false, project: 6, inventory: 3, impact: 2 },
  createdAt: '2030-01-15T03:00:00.000000Z',
  dependencies: [],
  ...more,
});
const update = (job: number, more: Partial<Candidate> = {}): Candidate =>
  candidate(job, { kind: 'project_update', template: 6, impact: 1, inventory: null, ...more });
const workflow = (job: number, more: Partial<Candidate> = {}): Candidate =>
  candidate(job, { kind: 'workflow_job', template: 20, project: null, inventory: null, impact: 0, ...more });

const slot = ({ createdAt: _, dependencies: __, ...rest }: Candidate): Slot => ({ ...rest, attempt: `a${rest.job}` });
const claimed = (one: Candidate): DispatcherEvent => ({ type: 'SlotClaimed', data: slot(one) });
const released = (job: number): DispatcherEvent => ({ type: 'SlotReleased', data: { job } });

const admit = (pending: readonly Candidate[], capacity = 10, limit = 100) =>
  ({ type: 'AdmitJobs', pending, capacity, limit, attempt: (job: number) => `a${job}` }) as const;

describe('admission', () => {
  it('takes jobs oldest first, and by their number when they are of one age', () => {
    const late = candidate(1, { createdAt: '2030-01-15T03:00:01.000000Z' });
    given()
      .when(admit([late, candidate(3), candidate(2)]))
      .then(claimed(candidate(2)), claimed(candidate(3)), claimed(late));
  });

  it('claims a slot once', () => {
    const one = candidate(1);
    given(claimed(one))
      .when(admit([one]))
      .thenNothing();
  });

  it('starts no more in one pass than it may', () => {
    given()
      .when(
        admit(
          [1, 2, 3].map((job) => candidate(job)),
          10,
          2,
        ),
      )
      .then(claimed(candidate(1)), claimed(candidate(2)));
  });

  it('lets smaller jobs overtake one that does not fit', () => {
    given(claimed(candidate(1, { impact: 4 })))
      .when(admit([candidate(2, { impact: 7 }), candidate(3, { impact: 6 })]))
      .then(claimed(candidate(3, { impact: 6 })));
  });

  it('lets one run that is larger than everything when nothing else does', () => {
    const giant = candidate(2, { impact: 500 });
    given(claimed(workflow(1)))
      .when(admit([giant, candidate(3)]))
      .then(claimed(giant));
  });

  it('asks no room for workflow jobs', () => {
    given(claimed(candidate(1, { impact: 10 })))
      .when(admit([workflow(2), candidate(3)]))
      .then(claimed(workflow(2)));
  });
});

describe('a job is kept waiting', () => {
  const running = { template: 8 };
  const cases: readonly (readonly [string, Candidate, Candidate, string | null])[] = [
    ['by another job of its template', candidate(1, running), candidate(2, running), 'job-1'],
    [
      'not when the template allows more',
      candidate(1, running),
      candidate(2, { ...running, allowSimultaneous: true }),
      null,
    ],
    ['not by a job of another template', candidate(1), candidate(2), null],
    ['not when both have no template', candidate(1, { template: null }), candidate(2, { template: null }), null],
    ['by an update of its project', update(1), candidate(2), 'projectupdate-1'],
    ['not by an update of another project', update(1, { project: 7, template: 7 }), candidate(2), null],
    ['not by an update when it has no project', update(1), candidate(2, { project: null }), null],
    ['by an update of the same project, being one', update(1), update(2), 'projectupdate-1'],
    ['not by a job of its project, being an update', candidate(1), update(2), null],
    ['by another workflow job of its template', workflow(1), workflow(2), 'workflowjob-1'],
    ['not by a workflow job when more are allowed', workflow(1), workflow(2, { allowSimultaneous: true }), null],
    [
      'by the slices of its template, being sliced',
      candidate(1, { template: 20, allowSimultaneous: true }),
      workflow(2),
      'job-1',
    ],
    ['by a sliced workflow job of its template', workflow(1), candidate(2, { template: 20 }), 'workflowjob-1'],
  ];

  it.each(cases)('%s', (_, active, one, blocker) => {
    const { state, when } = given(claimed(active));
    expect(blockedBy(one, state)).toBe(blocker);
    when(admit([one])).then(...(blocker === null ? [claimed(one)] : []));
  });

  it('by what it depends on, known to be active or not', () => {
    const dependent = candidate(2, { project: null, dependencies: [1] });
    expect(blockedBy(dependent, given().state)).toBe('projectupdate-1');
    given(claimed(update(1)))
      .when(admit([dependent]))
      .thenNothing();
  });

  it('by one admitted earlier in the same pass', () => {
    given()
      .when(admit([candidate(1, running), candidate(2, running)]))
      .then(claimed(candidate(1, running)));
  });
});

describe('release', () => {
  it('frees what is held, once', () => {
    const held = [claimed(candidate(1)), claimed(candidate(2))];
    given(...held)
      .when({ type: 'ReleaseSlots', jobs: [2, 9, 2, 1] })
      .then(released(2), released(1));
    given(...held, released(2))
      .when({ type: 'ReleaseSlots', jobs: [2] })
      .thenNothing();
  });
});

describe('the whole state', () => {
  it('is written out now and then, so that reading may start there', () => {
    const history = Array.from({ length: 498 }, (_, index) =>
      index % 2 === 0 ? claimed(candidate(index)) : released(index - 1),
    );
    const [one, two] = [candidate(1000), candidate(1001)];
    given(...history)
      .when(admit([one]))
      .then(claimed(one));
    given(...history)
      .when(admit([one, two]))
      .thenSatisfies((events, after) => {
        const carried: DispatcherEvent = { type: 'SlotsCarriedOver', data: { slots: [slot(one), slot(two)] } };
        expect(events).toEqual([claimed(one), claimed(two), carried]);
        expect(heldSlots(given(carried).state)).toEqual(heldSlots(after));
        expect(after.eventsSinceCarryOver).toBe(0);
      });
  });
});
