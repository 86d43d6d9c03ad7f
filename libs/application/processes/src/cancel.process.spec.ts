import { MemoryEventLog } from '@adapters/event-log-memory';
import { AggregateRunner } from '@application/event-sourcing';
import type { StoredEvent } from '@application/ports';
import { job, jobCatalog, jobStream } from '@domain/job';
import { IntegerMap, SYSTEM_ACTOR } from '@domain/kernel';
import type { WorkflowRun } from '@domain/workflow-run';
import { launchedData } from '@testing/builders';
import { cancelCascade } from './cancel.process.js';
import { createJob } from './job-creation.js';
import type { WorkflowRuns } from './workflow-runs.js';

const EVENT = {
  ...{ id: 'canceled', stream: 'wfjob-1', type: 'WorkflowCancelRequested' },
  meta: { actor: SYSTEM_ACTOR, correlation: 'c' },
} as StoredEvent;

describe('a workflow that is canceled', () => {
  it('takes all its children along, one that is not made yet at the next try', async () => {
    const aggregates = new AggregateRunner(new MemoryEventLog(), {
      clock: { now: () => '2030-01-15T03:00:00.000000Z' },
    });
    const statusOf = async (id: number) => (await aggregates.load(jobStream(id), job, jobCatalog)).state.status;
    const make = (id: number) => {
      const context = { commandId: `make ${id}`, causation: 'test', actor: SYSTEM_ACTOR };
      return createJob(aggregates, { launch: launchedData('job', id), startError: null }, context);
    };
    const nodes = [2, 3].map((id) => [id, { state: 'active', job: { kind: 'job', id } }] as const);
    const run = { status: 'running', plan: [], nodes: IntegerMap.of(nodes) } as unknown as WorkflowRun;
    const cascade = cancelCascade(aggregates, { load: () => Promise.resolve(run) } as unknown as WorkflowRuns);
    await make(3);
    await expect(cascade.handle(EVENT)).rejects.toMatchObject({ kind: 'missing' });
    expect(await statusOf(3)).toBe('canceled');
    await make(2);
    await cascade.handle(EVENT);
    expect(await statusOf(2)).toBe('canceled');
  });
});
