export { jobsProjection } from './projection/jobs.projection.js';
export { shownVariables } from './projection/launch-row.js';
