import type { JobOutput } from '@application/ports';
import type { ProcessManager } from '@application/processes';

const JOB = /^job-(\d+)$/;

/** The output of a deleted job goes too, whatever happens in between; nobody could see it any more (spec jobs.md §4). */
export const removedOutput = (output: Pick<JobOutput, 'remove'>): ProcessManager => ({
  name: 'removed-output',
  reactsTo: ['JobDeleted'],
  handle: async ({ stream }) => {
    const [, id] = JOB.exec(stream) ?? [];
    if (id !== undefined) await output.remove(Number(id));
  },
});
