import { MemoryEventLog } from '@adapters/event-log-memory';
import { AggregateRunner } from '@application/event-sourcing';
import { type Appended, type EventLog, LogUnavailable } from '@application/ports';
import { type Candidate, dispatcher, dispatcherCatalog, DISPATCHER_STREAM, heldSlots } from '@domain/dispatcher';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { slotRelease } from './slot-release.js';

const candidate = (job: number): Candidate => ({
  ...{ job, kind: 'job', template: 8, allowSimultaneous: true, project: 6, inventory: 3, impact: 0 },
  ...{ createdAt: '2030-01-15T03:00:00.000000Z', dependencies: [] },
});

class WatchedLog extends MemoryEventLog {
  /** How many events each append brought. */
  readonly appends: number[] = [];
  isOut = false;

  override append(...append: Parameters<EventLog['append']>): Promise<Appended> {
    if (this.isOut) return Promise.reject(new LogUnavailable('out', false));
    this.appends.push(append[2].length);
    return super.append(...append);
  }
}

describe('slots that are given back beside the dispatcher', () => {
  let log: WatchedLog;
  let aggregates: AggregateRunner;
  const context = { commandId: 'claim', causation: 'claim', actor: SYSTEM_ACTOR };
  const stream = { stream: DISPATCHER_STREAM, decider: dispatcher, catalog: dispatcherCatalog };
  const held = async (): Promise<readonly number[]> => {
    const { state } = await aggregates.load(DISPATCHER_STREAM, dispatcher, dispatcherCatalog);
    return heldSlots(state).map(({ job }) => job);
  };

  beforeEach(async () => {
    log = new WatchedLog();
    aggregates = new AggregateRunner(log, { clock: { now: () => '2030-01-15T03:00:01.000000Z' }, isShared: true });
    const pending = [1, 2, 3, 4, 5, 6].map(candidate);
    const attempt = (job: number): string => `attempt-${job}`;
    const command = { type: 'AdmitJobs', pending, capacity: 10, limit: 10, attempt } as const;
    await aggregates.handle({ ...stream, command, context });
    log.appends.splice(0);
  });

  it('go into one append when they come while another is under way', async () => {
    const release = slotRelease(aggregates);
    const first = [1, 2].map(release);
    await Promise.resolve();
    await Promise.resolve();
    await Promise.all([...first, ...[3, 4, 5].map(release)]);
    expect(await held()).toEqual([6]);
    expect(log.appends).toEqual([2, 3]);
  });

  it('are free once, however often that is asked for', async () => {
    const release = slotRelease(aggregates);
    await Promise.all([release(1), release(1)]);
    await Promise.all([release(1), slotRelease(aggregates)(1)]);
    expect(log.appends).toEqual([1]);
  });

  it('can be given back after an append failed, of which everybody hears whose it was', async () => {
    const release = slotRelease(aggregates);
    log.isOut = true;
    await expect(Promise.all([1, 2].map(release))).rejects.toThrow('out');
    log.isOut = false;
    await Promise.all([1, 2].map(release));
    expect(await held()).toEqual([3, 4, 5, 6]);
  });
});
