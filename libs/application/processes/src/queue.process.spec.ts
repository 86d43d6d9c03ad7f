import type { StoredEvent } from '@application/ports';
import { type WorkflowRun, workflowRun } from '@domain/workflow-run';
import { workflowStarts } from './queue.process.js';

const claimed = (kind: string): StoredEvent => ({ type: 'SlotClaimed', data: { job: 7, kind } }) as never;

describe('a slot that was claimed for a workflow', () => {
  const released: number[] = [];
  const started: number[] = [];
  const startsOn = (run: WorkflowRun) =>
    workflowStarts(
      {
        start: (id) => Promise.resolve(void started.push(id)),
        load: () => Promise.resolve(run),
      },
      (job) => Promise.resolve(void released.push(job)),
    );
  const over: WorkflowRun = workflowRun.initial;
  const open = { status: 'running', plan: {} } as WorkflowRun;

  beforeEach(() => [released, started].forEach((list) => list.splice(0)));

  it('starts it', async () => {
    await startsOn(open).handle(claimed('workflow_job'));
    expect({ started, released }).toEqual({ started: [7], released: [] });
  });

  it('is given back when it is over, for it has come to its end before', async () => {
    await startsOn(over).handle(claimed('workflow_job'));
    expect(released).toEqual([7]);
  });

  it('is the business of others when it is for a job', async () => {
    await startsOn(over).handle(claimed('job'));
    expect({ started, released }).toEqual({ started: [], released: [] });
  });
});
