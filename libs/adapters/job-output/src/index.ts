export { SqliteJobOutput } from './sqlite-job-output.js';
