import type { JobOutput, StoredEvent } from '@application/ports';
import type { ProcessManager } from '@application/processes';
import type { JobsPruned } from '@domain/retention';

const JOB = /^job-(\d+)$/;

/** The output of jobs that were deleted or pruned goes too, whatever happens in between; nobody could see it any more (spec jobs.md §4). */
export const removedOutput = (output: Pick<JobOutput, 'remove'>): ProcessManager => ({
  name: 'removed-output',
  reactsTo: ['JobDeleted', 'JobsPruned'],
  handle: async (event) => {
    for (const id of goneWith(event)) await output.remove(id);
  },
});

const goneWith = ({ type, stream, data }: StoredEvent): readonly number[] => {
  if (type === 'JobsPruned') return (data as JobsPruned).ids;
  const [, id] = JOB.exec(stream) ?? [];
  return id === undefined ? [] : [Number(id)];
};
