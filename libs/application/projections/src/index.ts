export { ProjectionRunner, type ProjectionRunnerOptions } from './projection-runner.js';
