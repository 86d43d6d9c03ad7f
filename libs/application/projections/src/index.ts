export { forgetOtherLog } from './forget-other-log.js';
export { ProjectionRunner, type ProjectionRunnerOptions } from './projection-runner.js';
export { RowPosition } from './row-position.js';
