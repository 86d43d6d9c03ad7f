export { PostgresJobOutput } from './postgres-job-output.js';
export { PostgresReadStore } from './postgres-read-store.js';
