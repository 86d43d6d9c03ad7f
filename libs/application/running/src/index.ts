export {
  CRASH_POINTS,
  type CrashPoint,
  JobSupervisor,
  type JobSupervisorOptions,
  type Prepared,
  type RunPreparation,
} from './job-supervisor.js';
