import { MemoryEventLog } from '@adapters/event-log-memory';
import { AggregateRunner } from '@application/event-sourcing';
import { type Appended, type EventLog, LogUnavailable, WrongExpectedRevision } from '@application/ports';
import { type Candidate, DISPATCHER_STREAM, heldSlots } from '@domain/dispatcher';
import { until } from '@testing/runs';
import { DispatchLoop } from './dispatch-loop.js';

const candidate = (job: number, more: Partial<Candidate> = {}): Candidate => ({
  ...{ job, kind: 'job', template: 8, allowSimultaneous: true, project: 6, inventory: 3, impact: 1 },
  createdAt: '2030-01-15T03:00:00.000000Z',
  dependencies: [],
  ...more,
});

/** Counts appends, and fails them while it is told to. */
class WatchedLog extends MemoryEventLog {
  appends = 0;
  isOut = false;
  /** So many appends come too late, as if others wrote to the stream all the time. */
  late = 0;
  onAppend: () => void = () => undefined;

  override async append(...append: Parameters<EventLog['append']>): Promise<Appended> {
    this.appends += 1;
    this.onAppend();
    if (this.isOut) throw new LogUnavailable('out', false);
    this.late -= 1;
    if (this.late >= 0) throw new WrongExpectedRevision(append[0], append[1], 7);
    return super.append(...append);
  }
}

describe('the dispatch loop', () => {
  let log: WatchedLog;
  let loop: DispatchLoop;
  let failures: unknown[];
  let capacity: number;

  beforeEach(() => {
    log = new WatchedLog();
    failures = [];
    capacity = 3;
    let passes = 0;
    loop = new DispatchLoop({
      aggregates: new AggregateRunner(log, { clock: { now: () => '2030-01-15T03:00:01.000000Z' } }),
      capacity: () => capacity,
      newId: () => `pass ${(passes += 1)}`,
      onFailure: (error) => failures.push(error),
    });
  });
  afterEach(() => loop.stop());

  const held = async (): Promise<readonly number[]> => heldSlots(await loop.state()).map(({ job }) => job);
  const holds = (...jobs: number[]) => until(async () => String(await held()) === String(jobs));

  it('admits nothing before it is opened, then the oldest first', async () => {
    for (const job of [4, 3, 2, 1]) loop.enqueue(candidate(job));
    expect(await held()).toEqual([]);
    loop.open();
    await holds(1, 2, 3);
  });

  it('decides at once what became known at once', async () => {
    loop.open();
    await loop.release(99);
    const before = log.appends;
    for (const job of [1, 2, 3]) loop.enqueue(candidate(job));
    await holds(1, 2, 3);
    expect(log.appends).toBe(before + 1);
  });

  it('gives room that becomes free to those that wait', async () => {
    loop.open();
    for (const job of [1, 2, 3, 4]) loop.enqueue(candidate(job));
    await holds(1, 2, 3);
    await loop.release(2);
    await holds(1, 3, 4);
  });

  it('looks at the capacity again when it is asked to', async () => {
    loop.open();
    for (const job of [1, 2, 3, 4]) loop.enqueue(candidate(job));
    await holds(1, 2, 3);
    capacity = 4;
    loop.lookAgain();
    await holds(1, 2, 3, 4);
  });

  it('resolves a release when the slot is free in the log', async () => {
    loop.open();
    loop.enqueue(candidate(1));
    await holds(1);
    await loop.release(1);
    const last = [];
    for await (const event of log.readStream(DISPATCHER_STREAM)) last.push(event.type);
    expect(last).toEqual(['SlotClaimed', 'SlotReleased']);
  });

  it('never starts what was withdrawn or is over', async () => {
    loop.enqueue(candidate(1));
    loop.enqueue(candidate(2));
    loop.enqueue(candidate(3));
    loop.withdraw(1);
    const released = loop.release(2);
    loop.open();
    await released;
    await holds(3);
  });

  it('keeps the place of a job that is queued once more', async () => {
    loop.enqueue(candidate(2, { template: 9, allowSimultaneous: false, createdAt: '2030-01-01' }));
    loop.enqueue(candidate(1, { template: 9, allowSimultaneous: false, createdAt: '2030-01-02' }));
    loop.enqueue(candidate(2, { template: 9, allowSimultaneous: false, createdAt: '2030-01-03' }));
    loop.open();
    await holds(2);
  });

  it('tells who waits for whom', async () => {
    loop.open();
    loop.enqueue(candidate(1, { impact: 3, allowSimultaneous: false }));
    await holds(1);
    loop.enqueue(candidate(2, { allowSimultaneous: false }));
    loop.enqueue(candidate(3, { template: 10 }));
    loop.enqueue(candidate(4, { dependencies: [7] }));
    const waiting = await loop.waitingJobs();
    expect(waiting.map(({ candidate: { job }, blocker }) => [job, blocker])).toEqual([
      [2, 'job-1'],
      [3, null],
      [4, 'projectupdate-7'],
    ]);
    expect(loop.waitingFor(7).map(({ job }) => job)).toEqual([4]);
  });

  it('takes no notice when news comes just as a pass ends', async () => {
    loop.open();
    for (let job = 1; job <= 300; job++) {
      loop.enqueue(candidate(job));
      for (let turn = 0; turn < job % 12; turn++) await Promise.resolve();
      await until(async () => (await held()).includes(job));
      await loop.release(job);
    }
  });

  it('tells of a failed pass, lets nobody wait for it, and is ready for the next', async () => {
    loop.open();
    loop.enqueue(candidate(1));
    await holds(1);
    log.isOut = true;
    await expect(loop.release(1)).rejects.toThrow('out');
    expect(failures).toHaveLength(1);
    log.isOut = false;
    await loop.release(1);
    await holds();
  });

  it('decides again, however often others come first', async () => {
    loop.open();
    loop.enqueue(candidate(1));
    await holds(1);
    log.late = 30;
    await loop.release(1);
    await holds();
    expect(log.late).toBeLessThan(0);
    expect(failures).toEqual([]);
  });

  it('lets nobody wait for ever who came while a pass was about to fail', async () => {
    loop.open();
    const late: Promise<void>[] = [];
    log.onAppend = () => {
      log.isOut = true;
      late.push(expect(loop.release(2)).rejects.toThrow('out'));
    };
    loop.enqueue(candidate(1));
    await until(() => failures.length === 1);
    await Promise.all(late);
    expect(late).toHaveLength(1);
  });

  it('goes on by itself with more than it may start in one pass', async () => {
    loop.open();
    const crowd = Array.from({ length: 150 }, (_, index) => candidate(index + 1, { impact: 0 }));
    for (const one of crowd) loop.enqueue(one);
    await holds(...crowd.map(({ job }) => job));
  });
});
