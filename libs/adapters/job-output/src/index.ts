export { SqliteJobOutput } from './sqlite-job-output.js';
export { copyOutputFile } from './copy-output-file.js';
