export { PostgresElections } from './postgres-elections.js';
export { PostgresJobOutput } from './postgres-job-output.js';
export { PostgresReadStore } from './postgres-read-store.js';
export { PostgresRowNotices } from './postgres-row-notices.js';
