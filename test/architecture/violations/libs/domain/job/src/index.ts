export { type Job } from './job.js';
