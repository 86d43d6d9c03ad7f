import type { ExtraReader } from './extra.js';
import { templateJobs } from './template-jobs.js';

/** The updates of a project. */
export const projectExtra: ExtraReader = async (request) => {
  const jobs = await templateJobs(request);
  return (row) => jobs(Number(row['id']));
};
