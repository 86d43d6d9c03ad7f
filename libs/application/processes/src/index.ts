export { jobsFromNodes } from './children.process.js';
export { following } from './command-context.js';
export { createJob, createWorkflowJob, type JobToCreate } from './job-creation.js';
export type { ProcessManager } from './process-manager.js';
export { type NodeLaunches, WorkflowRuns } from './workflow-runs.js';
