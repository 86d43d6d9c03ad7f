export { PostgresElections } from './postgres-elections.js';
export { PostgresJobOutput } from './postgres-job-output.js';
export { PostgresNodeDirectory } from './postgres-node-directory.js';
export { PostgresKeyStore } from './postgres-key-store.js';
export { PostgresReadStore } from './postgres-read-store.js';
export { PostgresRowNotices } from './postgres-row-notices.js';
