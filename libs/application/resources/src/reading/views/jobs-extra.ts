import type { ExtraReader } from './extra.js';
import { templateJobs } from './template-jobs.js';

/** The job that runs now and the one that ran last, of what shows nothing else of its runs. */
export const jobsExtra: ExtraReader = async (request) => {
  const jobs = await templateJobs(request);
  return (row) => jobs(Number(row['id']));
};
