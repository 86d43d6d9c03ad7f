export { CRASH_POINTS, type CrashPoint, JobSupervisor, type JobSupervisorOptions } from './job-supervisor.js';
export { JobPreparation, type PreparationPorts } from './job-preparation.js';
export type { Prepared, RunPreparation } from './run-preparation.js';
export { slotRelease } from './slot-release.js';
